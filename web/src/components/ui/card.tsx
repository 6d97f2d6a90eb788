import type { ComponentProps, ReactNode } from 'react';
import { cn } from '@/lib/cn';

export function Card({ className, ...rest }: ComponentProps<'div'>) {
  return <div {...rest} className={cn('rounded-lg border bg-surface shadow-card', className)} />;
}

interface SectionProps {
  title: ReactNode;
  description?: ReactNode;
  /** At the right of the title. */
  aside?: ReactNode;
  children: ReactNode;
  id?: string;
}

/** A part of a settings page: its name, what it is about, and its controls. */
export function Section({ title, description, aside, children, id }: SectionProps) {
  return (
    <section id={id} aria-labelledby={id ? `${id}-title` : undefined} className="border-b py-6 first:pt-0 last:border-b-0">
      <div className="mb-3 flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <h2 id={id ? `${id}-title` : undefined} className="text-base font-semibold">
            {title}
          </h2>
          {description && <p className="mt-0.5 max-w-[72ch] text-pretty text-muted">{description}</p>}
        </div>
        {aside}
      </div>
      {children}
    </section>
  );
}
