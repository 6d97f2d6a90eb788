import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { buttonClass } from '@/components/ui/button';
import { KindIcon } from '@/components/ui/kind';
import { EmptyState } from '@/components/ui/states';
import { logs } from '@/texts/logs';
import type { ListKind } from './view';

const Lesson = lazy(() => import('@/features/onboarding/Lesson'));

/** Nothing of this kind was ever sent. */
export function NothingYet({ kind }: { kind: ListKind }) {
  if (kind === 'trace' || kind === 'thread') {
    return (
      <Suspense>
        <Lesson lesson={kind} />
      </Suspense>
    );
  }
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <EmptyState
        title={
          <span className="flex flex-col items-center gap-3">
            <KindIcon kind={kind} size={18} />
            {logs.none(kind)}
          </span>
        }
        actions={
          <Link to="/settings" search={{ tab: 'keys' }} className={buttonClass('primary')}>
            {logs.keysLink}
          </Link>
        }
      >
        {logs.noneText[kind]}
      </EmptyState>
    </div>
  );
}
