import { LoaderCircle } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';
import { Tooltip } from './tooltip';

export type ButtonKind = 'primary' | 'default' | 'ghost' | 'danger' | 'destroy';

const LOOKS: Record<ButtonKind, string> = {
  primary: 'bg-ink text-on-ink hover:bg-ink-hover',
  default: 'border border-line-strong bg-surface text-fg hover:bg-hover',
  ghost: 'text-muted hover:bg-hover hover:text-fg',
  danger: 'border border-line-strong bg-surface text-err hover:bg-err-soft',
  destroy: 'bg-err text-on-err hover:opacity-90',
};

export function buttonClass(kind: ButtonKind = 'default', size: 'sm' | 'md' = 'md', className?: string): string {
  return cn(
    'inline-flex select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors',
    'disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50',
    size === 'md' ? 'h-8 px-3 text-sm' : 'h-7 px-2 text-xs',
    LOOKS[kind],
    className,
  );
}

interface Props extends ComponentProps<'button'> {
  kind?: ButtonKind;
  size?: 'sm' | 'md';
  /** Something is on its way: the button stays, says so, and cannot be pressed again. */
  isBusy?: boolean;
}

export function Button({ kind, size, isBusy, className, children, disabled, ...rest }: Props) {
  return (
    <button type="button" {...rest} disabled={disabled || isBusy} aria-busy={isBusy || undefined} className={buttonClass(kind, size, className)}>
      {isBusy && <LoaderCircle size={14} className="animate-spin" aria-hidden />}
      {children}
    </button>
  );
}

interface IconProps extends ComponentProps<'button'> {
  /** The name and the tooltip. */
  label: string;
  keys?: string;
  isOn?: boolean;
}

export function IconButton({ label, keys, isOn, className, children, ...rest }: IconProps) {
  return (
    <Tooltip label={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={isOn}
        {...rest}
        className={cn(
          'grid size-7 shrink-0 place-items-center rounded-md transition-colors hover:bg-hover hover:text-fg disabled:pointer-events-none disabled:opacity-50',
          isOn ? 'bg-hover text-fg' : 'text-subtle',
          className,
        )}
      >
        {children}
      </button>
    </Tooltip>
  );
}
