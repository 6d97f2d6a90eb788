import { Check, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { cn } from '@/lib/cn';
import { common } from '@/texts/common';
import { toast } from './toast';
import { Tooltip } from './tooltip';

/** Puts a text on the clipboard; also where the page is served without TLS and the modern way does not exist. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = Object.assign(document.createElement('textarea'), { value: text });
  area.style.position = 'fixed';
  document.body.append(area);
  area.select();
  const isDone = document.execCommand('copy');
  area.remove();
  if (!isDone) throw new Error(common.cannotCopy);
  return undefined;
}

/** Whether it was copied a moment ago, and how to copy. */
export function useCopy(): [boolean, (text: string) => void] {
  const [isDone, setDone] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = (text: string): void => {
    copyText(text).then(
      () => {
        setDone(true);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => setDone(false), 1400);
      },
      (thrown: unknown) => toast.failure(common.cannotCopy, thrown),
    );
  };
  return [isDone, copy];
}

/** A button that copies `text`; with words, or an icon with a name. */
export function CopyButton({ text, label = common.copy, children, className }: { text: string; label?: string; children?: ReactNode; className?: string }) {
  const [isDone, copy] = useCopy();
  const Icon = isDone ? Check : Copy;
  const button = (
    <button
      type="button"
      aria-label={children ? undefined : label}
      onClick={() => copy(text)}
      className={cn('inline-flex h-6 min-w-6 shrink-0 items-center justify-center gap-1.5 rounded-md px-1 text-subtle hover:bg-hover hover:text-fg', className)}
    >
      <Icon size={13} aria-hidden className={isDone ? 'text-ok' : ''} />
      {children && <span>{isDone ? common.copied : children}</span>}
      <span role="status" className="sr-only">
        {isDone ? common.copied : ''}
      </span>
    </button>
  );
  return children ? button : <Tooltip label={label}>{button}</Tooltip>;
}

/** An id in mono, shortened in the middle of nothing: the first eight characters, the whole on hover and on the clipboard. */
export function CopyId({ id, length = 8 }: { id: string; length?: number }) {
  return (
    <span className="inline-flex items-center gap-0.5 font-mono text-xs text-muted">
      <span title={id}>{id.length > length + 2 ? id.slice(0, length) : id}</span>
      <CopyButton text={id} label={common.copyId} />
    </span>
  );
}
