import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from '@/lib/cn';

const PANEL = 'pop z-50 max-h-[min(70vh,var(--radix-dropdown-menu-content-available-height))] min-w-44 overflow-auto rounded-lg bg-raised p-1 text-sm shadow-pop';
const ITEM = 'flex min-h-7 items-center gap-2 rounded-md px-2 py-1 outline-none data-[disabled]:pointer-events-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover';

interface MenuProps {
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  className?: string;
  defaultOpen?: boolean;
}

export function Menu({ trigger, children, align = 'start', side, className, defaultOpen }: MenuProps) {
  return (
    <DropdownMenu.Root defaultOpen={defaultOpen}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align={align} side={side} sideOffset={5} collisionPadding={8} className={cn(PANEL, className)}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface ItemProps {
  children: ReactNode;
  onSelect?: () => void;
  icon?: LucideIcon;
  /** Small words on the right, such as a shortcut. */
  hint?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
}

export function MenuItem({ children, onSelect, icon: Icon, hint, danger, disabled }: ItemProps) {
  return (
    <DropdownMenu.Item onSelect={onSelect} disabled={disabled} className={cn(ITEM, danger && 'text-err')}>
      {Icon && <Icon size={14} className={danger ? '' : 'text-subtle'} aria-hidden />}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {hint && <span className="text-2xs text-subtle">{hint}</span>}
    </DropdownMenu.Item>
  );
}

/** An entry that leads somewhere: the child is the link. */
export function MenuLink({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Item asChild className={ITEM}>
      {children}
    </DropdownMenu.Item>
  );
}

interface ChoiceProps<T extends string> {
  value: T;
  onChange: (value: T) => void;
  items: { value: T; label: ReactNode; hint?: ReactNode }[];
}

/** One of several, with a tick at the present one. */
export function MenuChoice<T extends string>({ value, onChange, items }: ChoiceProps<T>) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
      {items.map((item) => (
        <DropdownMenu.RadioItem key={item.value} value={item.value} className={ITEM}>
          <span className="grid w-4 place-items-center">
            <DropdownMenu.ItemIndicator>
              <Check size={13} aria-hidden />
            </DropdownMenu.ItemIndicator>
          </span>
          <span className="min-w-0 flex-1">
            <span className="block truncate">{item.label}</span>
            {item.hint && <span className="block text-xs text-subtle">{item.hint}</span>}
          </span>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

/** An entry that can be on or off; choosing it leaves the menu open. */
export function MenuCheck({ isOn, onChange, children }: { isOn: boolean; onChange: (isOn: boolean) => void; children: ReactNode }) {
  return (
    <DropdownMenu.CheckboxItem checked={isOn} onCheckedChange={onChange} onSelect={(event) => event.preventDefault()} className={ITEM}>
      <span className="grid w-4 place-items-center">
        <DropdownMenu.ItemIndicator>
          <Check size={13} aria-hidden />
        </DropdownMenu.ItemIndicator>
      </span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
    </DropdownMenu.CheckboxItem>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-2xs font-medium text-subtle">{children}</DropdownMenu.Label>;
}

export function MenuLine() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
}
