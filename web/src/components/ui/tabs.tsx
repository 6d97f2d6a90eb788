import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '@/lib/cn';

interface TabsProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  tabs: { id: T; label: ReactNode; count?: number | string; content: () => ReactNode }[];
  /** Shown at the right end of the row. */
  aside?: ReactNode;
  className?: string;
  panelClassName?: string;
}

/** Tabs with their panels; only the open one is drawn. */
export function Tabs<T extends string>({ label, value, onChange, tabs, aside, className, panelClassName }: TabsProps<T>) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as T)} className="flex min-h-0 flex-1 flex-col">
      <div className={cn('flex shrink-0 items-center border-b', className)}>
        <Radix.List aria-label={label} className="flex flex-1 gap-4">
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.id}
              value={tab.id}
              className="-mb-px flex h-9 items-center gap-1.5 border-b-2 border-transparent text-sm font-medium text-muted hover:text-fg data-[state=active]:border-fg data-[state=active]:text-fg"
            >
              {tab.label}
              {tab.count !== undefined && <span className="num text-2xs font-normal text-subtle">{tab.count}</span>}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {aside}
      </div>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} tabIndex={-1} className={cn('min-h-0 flex-1 outline-none data-[state=inactive]:hidden', panelClassName)}>
          {tab.id === value && tab.content()}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
