import { CircleAlert, Lock, type LucideIcon, RotateCw } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { asApiError } from '@/api/error';
import { cn } from '@/lib/cn';
import { common } from '@/texts/common';
import { Button } from './button';

interface StateProps {
  icon?: LucideIcon;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  tone?: 'plain' | 'error';
  /** A narrow one, inside a card or a panel. */
  isSmall?: boolean;
  /** It is all that there is on the page. */
  isPage?: boolean;
}

/** What is there instead of content: why, and what to do. */
export function State({ icon: Icon, title, children, actions, tone = 'plain', isSmall, isPage }: StateProps) {
  const Heading = isPage ? 'h1' : 'h2';
  return (
    <div className={cn('mx-auto flex max-w-[460px] flex-col items-center px-6 text-center', isSmall ? 'py-8' : 'py-20')}>
      {Icon && (
        <span className={cn('mb-3 grid size-10 place-items-center rounded-xl border', tone === 'error' ? 'bg-err-soft text-err' : 'bg-sunken text-subtle')}>
          <Icon size={18} strokeWidth={1.75} aria-hidden />
        </span>
      )}
      <Heading className={cn('font-semibold', isSmall ? 'text-base' : 'text-lg')}>{title}</Heading>
      {children && <div className="mt-1.5 text-muted">{children}</div>}
      {actions && <div className="mt-4 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}

export function EmptyState(props: StateProps) {
  return <State {...props} />;
}

interface ErrorProps {
  /** What failed, in words: "The members could not be loaded". */
  what: string;
  error: unknown;
  onRetry?: () => void;
  isSmall?: boolean;
  isPage?: boolean;
}

export function ErrorState({ what, error, onRetry, isSmall, isPage }: ErrorProps) {
  const { status, title, message } = asApiError(error);
  if (status === 403) return <NoPermission isSmall={isSmall} isPage={isPage}>{message}</NoPermission>;
  const retry = onRetry && (
    <Button onClick={onRetry}>
      <RotateCw size={14} aria-hidden />
      {common.tryAgain}
    </Button>
  );
  return (
    <div role="alert">
      <State icon={CircleAlert} tone="error" title={what} isSmall={isSmall} isPage={isPage} actions={retry}>
        <p className="break-words">{message}</p>
        <p className="mt-1 text-xs text-subtle">{status === 0 ? title : `${status} ${title}`}</p>
      </State>
    </div>
  );
}

interface NoPermissionProps {
  /** What is needed and who can grant it. */
  children?: ReactNode;
  isSmall?: boolean;
  isPage?: boolean;
}

export function NoPermission({ children, isSmall, isPage }: NoPermissionProps) {
  return (
    <State icon={Lock} title={common.noPermission} isSmall={isSmall} isPage={isPage}>
      {children ?? common.askAdmin}
    </State>
  );
}

/** A grey shape in the place of what is on its way; appears only if that takes longer than a blink. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn('block rounded bg-hover', className ?? 'h-4 w-full')} />;
}

/** Shows its children after 150 ms, so that what comes at once does not flicker; tells a screen reader that something loads. */
export function Loading({ children }: { children: ReactNode }) {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-label={common.loading} className="pulse">
      {isShown && children}
    </div>
  );
}

/** Rows of a table that is on its way. */
export function SkeletonRows({ count = 6, height = 44 }: { count?: number; height?: number }) {
  return (
    <Loading>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className="flex items-center gap-4 border-b px-4" style={{ height }}>
          <Skeleton className="size-6 shrink-0 rounded-full" />
          <Skeleton className={cn('h-3.5', ['w-48', 'w-64', 'w-40', 'w-56'][index % 4])} />
          <Skeleton className="ml-auto h-3.5 w-24" />
          <Skeleton className="h-3.5 w-16" />
        </div>
      ))}
    </Loading>
  );
}
