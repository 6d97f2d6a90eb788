import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { cn } from '@/lib/cn';
import { common } from '@/texts/common';

const BOX =
  'h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-sm text-fg placeholder:text-subtle disabled:opacity-60 aria-invalid:border-err';

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={cn(BOX, className)} />;
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea rows={3} {...rest} className={cn(BOX, 'h-auto py-1.5', className)} />;
}

/** A password with an eye. */
export function PasswordInput(props: ComponentProps<'input'>) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="relative">
      <Input {...props} type={isShown ? 'text' : 'password'} className="pr-9" />
      <button
        type="button"
        aria-label={isShown ? common.hidePassword : common.showPassword}
        onClick={() => setShown(!isShown)}
        className="absolute inset-y-0 right-0 grid w-8 place-items-center rounded-md text-subtle hover:text-fg"
      >
        {isShown ? <EyeOff size={15} aria-hidden /> : <Eye size={15} aria-hidden />}
      </button>
    </div>
  );
}

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | null;
  /** Words at the right of the label, such as a link. */
  aside?: ReactNode;
  children: (props: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode;
}

/** A control with its name above it, and below it a hint or what is wrong. */
export function Field({ label, hint, error, aside, children }: FieldProps) {
  const id = useId();
  const below = error ?? hint;
  return (
    <div>
      <div className="mb-1.5 flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {aside}
      </div>
      {children({ id, ...(below ? { 'aria-describedby': `${id}-below` } : {}), ...(error ? { 'aria-invalid': true } : {}) })}
      {below && (
        <p id={`${id}-below`} role={error ? 'alert' : undefined} className={cn('mt-1.5 text-xs', error ? 'text-err' : 'text-subtle')}>
          {below}
        </p>
      )}
    </div>
  );
}
