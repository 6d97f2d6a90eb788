import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { cn } from '@/lib/cn';
import { common } from '@/texts/common';
import { Button, type ButtonKind, IconButton } from './button';
import { Input } from './field';

const VEIL = 'fixed inset-0 z-40 bg-black/35 dark:bg-black/55';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the one that does it last. */
  footer?: ReactNode;
  /** In pixels. */
  width?: number;
}

export function Dialog({ open, onOpenChange, title, description, children, footer, width = 460 }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={VEIL} />
        <Radix.Content
          style={{ maxWidth: width }}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className="pop fixed top-[max(4vh,min(18vh,140px))] left-1/2 z-50 flex max-h-[88vh] w-[calc(100vw-32px)] -translate-x-1/2 flex-col rounded-xl bg-raised shadow-pop"
        >
          <div className="px-5 pt-4 pr-14">
            <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
            {description && <Radix.Description className="mt-1 text-muted">{description}</Radix.Description>}
          </div>
          <div className="min-h-0 overflow-auto px-5 pt-3 pb-5">{children}</div>
          {footer && <div className="flex justify-end gap-2 border-t px-5 py-3">{footer}</div>}
          {/* Last, so that the focus begins at what the dialog is about. */}
          <Radix.Close asChild>
            <IconButton label={common.close} className="absolute top-3.5 right-3.5">
              <X size={15} aria-hidden />
            </IconButton>
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface SheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  children: ReactNode;
  /** In pixels. */
  width?: number;
  side?: 'left' | 'right';
}

/** A panel from the side that covers the page until it is closed. */
export function Sheet({ open, onOpenChange, title, children, width = 560, side = 'right' }: SheetProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={VEIL} />
        <Radix.Content
          aria-describedby={undefined}
          style={{ width: `min(${width}px, 100vw)` }}
          className={cn('fixed inset-y-0 z-50 flex flex-col bg-raised shadow-pop', side === 'right' ? 'slidein right-0' : 'left-0')}
        >
          <Radix.Title className="sr-only">{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface ConfirmProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** What will happen, in words. */
  children: ReactNode;
  confirm: string;
  onConfirm: () => Promise<unknown>;
  kind?: ButtonKind;
  /** What has to be typed first, where nothing brings it back. */
  phrase?: string;
  testId?: string;
}

/** Asks before something that cannot be undone. Stays open, with the reason, when it fails. */
export function Confirm({ open, onOpenChange, title, children, confirm, onConfirm, kind = 'destroy', phrase, testId }: ConfirmProps) {
  const [typed, setTyped] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const close = (next: boolean): void => {
    setTyped('');
    setError(null);
    onOpenChange(next);
  };
  const run = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      close(false);
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown.message : String(thrown));
    } finally {
      setBusy(false);
    }
  };
  const isReady = phrase === undefined || typed.trim() === phrase;
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={title}
      footer={
        <>
          <Button onClick={() => close(false)}>{common.cancel}</Button>
          <Button kind={kind} isBusy={isBusy} disabled={!isReady} onClick={() => void run()} data-testid={testId}>
            {confirm}
          </Button>
        </>
      }
    >
      <div className="text-muted">{children}</div>
      {phrase !== undefined && (
        <label className="mt-4 block">
          <span className="mb-1.5 block text-muted">
            {common.typeToConfirm} <b className="font-semibold text-fg">{phrase}</b>
          </span>
          <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
        </label>
      )}
      {error && (
        <p role="alert" className="mt-3 text-err">
          {error}
        </p>
      )}
    </Dialog>
  );
}
