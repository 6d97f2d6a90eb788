import type { ReactNode } from 'react';
import { cn } from '@/lib/cn';
import { ago, duration, integer, money, time } from '@/lib/format';
import { Tooltip } from './tooltip';

/** A point in time; the whole of it on hover. `relative` where it is read rather than compared. */
export function Time({ at, relative, className }: { at: string | number | Date; relative?: boolean; className?: string }) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span className={className}>–</span>;
  return (
    <time dateTime={date.toISOString()} title={date.toISOString()} className={cn('num whitespace-nowrap', className)}>
      {relative ? ago(date) : time(date)}
    </time>
  );
}

/** Milliseconds. */
export function Duration({ ms, className }: { ms: number | null | undefined; className?: string }) {
  return <span className={cn('num whitespace-nowrap', className)}>{ms === null || ms === undefined ? '–' : duration(ms)}</span>;
}

/** US dollars. */
export function Money({ usd, className }: { usd: number | null | undefined; className?: string }) {
  const text = usd === null || usd === undefined ? '–' : money(usd);
  return (
    <span title={usd ? `$${usd}` : undefined} className={cn('num whitespace-nowrap', className)}>
      {text}
    </span>
  );
}

export function Tokens({ count, className }: { count: number | null | undefined; className?: string }) {
  return <span className={cn('num whitespace-nowrap', className)}>{count === null || count === undefined ? '–' : integer(count)}</span>;
}

export function Tag({ children, title }: { children: ReactNode; title?: string }) {
  return (
    <span title={title} className="inline-flex h-5 max-w-40 items-center rounded border bg-sunken px-1.5 text-2xs font-medium text-muted">
      <span className="truncate">{children}</span>
    </span>
  );
}

const PILLS = { plain: 'bg-hover text-muted', ok: 'bg-ok-soft text-ok', warn: 'bg-warn-soft text-warn', err: 'bg-err-soft text-err', accent: 'bg-accent-soft text-accent-fg' };

/** A state in a word. */
export function Pill({ tone = 'plain', children }: { tone?: keyof typeof PILLS; children: ReactNode }) {
  return <span className={cn('inline-flex h-5 items-center rounded-full px-2 text-2xs font-medium whitespace-nowrap', PILLS[tone])}>{children}</span>;
}

export type RunStatus = 'success' | 'error' | 'running' | 'unknown';

const STATUSES: Record<RunStatus, { dot: string; text: string; label: string }> = {
  success: { dot: 'bg-ok', text: 'text-muted', label: 'OK' },
  error: { dot: 'bg-err', text: 'font-medium text-err', label: 'Error' },
  running: { dot: 'bg-accent livedot', text: 'text-muted', label: 'Running' },
  unknown: { dot: 'bg-line-strong', text: 'text-subtle', label: 'No end' },
};

export function Status({ status }: { status: RunStatus }) {
  const look = STATUSES[status];
  return (
    <span className={cn('inline-flex items-center gap-1.5 whitespace-nowrap', look.text)}>
      <span className={cn('size-1.5 rounded-full', look.dot)} aria-hidden />
      {look.label}
    </span>
  );
}

const TINTS = ['var(--c1)', 'var(--c2)', 'var(--c3)', 'var(--c4)', 'var(--c5)', 'var(--c6)', 'var(--c8)'];

/** A person as the first letter of the name, in a colour that stays theirs. Never a picture from elsewhere. */
export function Avatar({ name, size = 18 }: { name: string; size?: number }) {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) | 0;
  const tint = TINTS[Math.abs(hash) % TINTS.length];
  const style = { width: size, height: size, fontSize: size * 0.48, background: `color-mix(in oklab, ${tint} 24%, var(--surface))`, color: `color-mix(in oklab, ${tint} 45%, var(--fg))` };
  return (
    <span aria-hidden className="inline-grid shrink-0 place-items-center rounded-full font-semibold" style={style}>
      {([...name.trim()][0] ?? '?').toUpperCase()}
    </span>
  );
}

/** A name and its value, one above the other, as in the strip of facts of a page. */
export function Fact({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  const head = <span className={cn('text-2xs text-subtle', hint && 'underline decoration-dotted underline-offset-2')}>{label}</span>;
  return (
    <div className="min-w-0">
      {hint ? <Tooltip label={hint}>{head}</Tooltip> : head}
      <div className="num truncate">{children}</div>
    </div>
  );
}

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-grid h-[18px] min-w-[18px] place-items-center rounded border border-line-strong bg-surface px-1 font-mono text-2xs leading-none text-subtle">
      {children}
    </kbd>
  );
}
