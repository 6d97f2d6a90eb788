import { Popover as RadixPopover } from 'radix-ui';
import type { ReactNode } from 'react';

interface PopoverProps {
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  /** In pixels. */
  width?: number;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  label: string;
}

export function Popover({ trigger, children, align = 'start', width = 280, open, onOpenChange, label }: PopoverProps) {
  return (
    <RadixPopover.Root open={open} onOpenChange={onOpenChange}>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content aria-label={label} align={align} sideOffset={5} collisionPadding={8} style={{ width }} className="pop z-50 rounded-lg bg-raised shadow-pop">
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}
