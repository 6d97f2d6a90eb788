import { Check, Minus } from 'lucide-react';
import { Checkbox as RadixCheckbox, Switch as RadixSwitch } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '@/lib/cn';

interface SwitchProps {
  id?: string;
  label?: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  disabled?: boolean;
}

export function Switch({ id, label, isOn, onChange, disabled }: SwitchProps) {
  return (
    <RadixSwitch.Root
      id={id}
      aria-label={label}
      checked={isOn}
      onCheckedChange={onChange}
      disabled={disabled}
      className="relative h-6 w-10 shrink-0 rounded-full bg-line-strong transition-colors disabled:opacity-50 data-[state=checked]:bg-accent"
    >
      <RadixSwitch.Thumb className="block size-5 translate-x-0.5 rounded-full bg-white shadow-card transition-transform data-[state=checked]:translate-x-[18px]" />
    </RadixSwitch.Root>
  );
}

interface CheckboxProps {
  id?: string;
  label?: string;
  isOn: boolean | 'some';
  onChange: (isOn: boolean) => void;
  disabled?: boolean;
  className?: string;
  /** -1 where another element takes the keys for it. */
  tabIndex?: number;
}

export function Checkbox({ id, label, isOn, onChange, disabled, className, tabIndex }: CheckboxProps) {
  return (
    <RadixCheckbox.Root
      id={id}
      tabIndex={tabIndex}
      aria-label={label}
      checked={isOn === 'some' ? 'indeterminate' : isOn}
      onCheckedChange={(next) => onChange(next === true)}
      disabled={disabled}
      className={cn(
        'relative grid size-4 shrink-0 place-items-center rounded border border-line-strong bg-surface before:absolute before:-inset-1 disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent',
        className,
      )}
    >
      <RadixCheckbox.Indicator className="text-on-accent">{isOn === 'some' ? <Minus size={12} strokeWidth={3} aria-hidden /> : <Check size={12} strokeWidth={3} aria-hidden />}</RadixCheckbox.Indicator>
    </RadixCheckbox.Root>
  );
}

/** A checkbox with its words, which can be pressed too. */
export function CheckLine({ children, hint, ...box }: CheckboxProps & { children: ReactNode; hint?: ReactNode }) {
  return (
    <label className="flex min-h-7 items-start gap-2.5 rounded-md py-1">
      <Checkbox {...box} className="mt-0.5" />
      <span className="min-w-0">
        {children}
        {hint && <span className="block text-xs text-subtle">{hint}</span>}
      </span>
    </label>
  );
}
