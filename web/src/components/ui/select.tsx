import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '@/lib/cn';

interface Props<T extends string> {
  /** The name for those who do not see it; left out where a label points at `id`. */
  label?: string;
  id?: string;
  value: T;
  onChange: (value: T) => void;
  items: { value: T; label: string; hint?: ReactNode; disabled?: boolean }[];
  size?: 'sm' | 'md';
  disabled?: boolean;
  className?: string;
}

export function Select<T extends string>({ label, id, value, onChange, items, size = 'md', disabled, className }: Props<T>) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as T)} disabled={disabled}>
      <Radix.Trigger
        id={id}
        aria-label={label}
        className={cn(
          'inline-flex items-center justify-between gap-2 rounded-md border border-line-strong bg-surface px-2.5 text-left hover:bg-hover disabled:pointer-events-none disabled:opacity-60',
          size === 'md' ? 'h-8 text-sm' : 'h-7 text-xs',
          className,
        )}
      >
        <span className="min-w-0 truncate">
          <Radix.Value>{items.find((item) => item.value === value)?.label}</Radix.Value>
        </span>
        <ChevronDown size={13} className="shrink-0 text-subtle" aria-hidden />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content position="popper" sideOffset={5} collisionPadding={8} className="pop z-60 max-h-[min(60vh,var(--radix-select-content-available-height))] min-w-[var(--radix-select-trigger-width)] overflow-auto rounded-lg bg-raised p-1 text-sm shadow-pop">
          <Radix.Viewport>
            {items.map((item) => (
              <Radix.Item
                key={item.value}
                value={item.value}
                disabled={item.disabled}
                className="flex min-h-7 items-start gap-2 rounded-md px-2 py-1 outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover"
              >
                <span className="grid h-5 w-4 shrink-0 place-items-center">
                  <Radix.ItemIndicator>
                    <Check size={13} aria-hidden />
                  </Radix.ItemIndicator>
                </span>
                <span className="min-w-0 max-w-80">
                  <Radix.ItemText>{item.label}</Radix.ItemText>
                  {item.hint && <span className="block text-xs text-subtle">{item.hint}</span>}
                </span>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
