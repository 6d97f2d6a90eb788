import { Popover as RadixPopover } from 'radix-ui';
import type { PopoverProps } from './popover';

/** What a popover is made of once somebody opens it. */
export default function Floating({ trigger, children, align = 'start', width = 280, open, onOpenChange, label, returnsFocus = true }: PopoverProps) {
  return (
    <RadixPopover.Root open={open} onOpenChange={onOpenChange}>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content aria-label={label} align={align} sideOffset={5} collisionPadding={8} onCloseAutoFocus={(event) => !returnsFocus && event.preventDefault()} style={{ width }} className="pop z-50 rounded-lg bg-raised shadow-pop">
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}
