import { RadioGroup } from 'radix-ui';
import type { ReactNode } from 'react';

interface Props<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  items: { id: T; label: ReactNode }[];
}

/** One of a few, all in sight. */
export function Segmented<T extends string>({ label, value, onChange, items }: Props<T>) {
  return (
    <RadioGroup.Root aria-label={label} orientation="horizontal" value={value} onValueChange={(next) => onChange(next as T)} className="inline-flex rounded-md border bg-sunken p-0.5">
      {items.map((item) => (
        <RadioGroup.Item
          key={item.id}
          value={item.id}
          className="h-6 rounded-[5px] px-2.5 text-xs font-medium whitespace-nowrap text-muted transition-colors hover:text-fg data-[state=checked]:bg-surface data-[state=checked]:text-fg data-[state=checked]:shadow-card data-[state=checked]:ring-1 data-[state=checked]:ring-line-strong dark:data-[state=checked]:bg-line"
        >
          {item.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
