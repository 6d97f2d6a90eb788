import { Slot } from 'radix-ui';
import { lazy, type ReactElement, type ReactNode, Suspense, useEffect, useState } from 'react';

export interface PopoverProps {
  trigger: ReactElement;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  /** In pixels. */
  width?: number;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  label: string;
  /** Whether the trigger has the focus again when it closes; not where something else opens in its place. */
  returnsFocus?: boolean;
}

const load = () => import('./floating');
const Floating = lazy(load);

/** A box beside its trigger. What it takes to place it comes after the page is drawn. */
export function Popover({ open, onOpenChange, ...rest }: PopoverProps) {
  const [own, setOwn] = useState(false);
  const isOpen = open ?? own;
  const [wasOpen, setWasOpen] = useState(isOpen);
  useEffect(() => void load(), []);
  if (isOpen && !wasOpen) setWasOpen(true);
  const change = (next: boolean): void => {
    setOwn(next);
    onOpenChange?.(next);
  };
  const closed = (
    <Slot.Root aria-haspopup="dialog" aria-expanded={false} onClick={() => change(true)}>
      {rest.trigger}
    </Slot.Root>
  );
  if (!wasOpen) return closed;
  return (
    <Suspense fallback={closed}>
      <Floating {...rest} open={isOpen} onOpenChange={change} />
    </Suspense>
  );
}
