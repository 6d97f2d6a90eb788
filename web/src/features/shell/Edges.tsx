// What is there around and instead of pages: the root of everything, pages on their way, and pages that failed.

import { type ErrorComponentProps, Link, Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import { isOutdated, signedOut, throttled } from '@/api/client';
import { queryClient } from '@/api/query-client';
import { buttonClass } from '@/components/ui/button';
import { useTitle } from '@/components/ui/page';
import { EmptyState, ErrorState, Loading, Skeleton } from '@/components/ui/states';
import { notes, toast } from '@/components/ui/toast';
import { TooltipLayer } from '@/components/ui/TooltipLayer';
import { createStore, useStore } from '@/lib/store';
import { common } from '@/texts/common';
import { shell } from '@/texts/shell';

const Toasts = lazy(() => import('@/components/ui/Toasts'));

/** Whether anything was ever said: from then on the corner is there. */
const hasSpoken = createStore(false);
notes.subscribe(() => hasSpoken.set(true));

export function Root() {
  const ended = useStore(signedOut);
  const navigate = useNavigate();
  useEffect(() => {
    if (ended === null) return;
    signedOut.set(null);
    // First away, then forget: a page that is still drawn would ask again for what it lost.
    void navigate({ to: '/login', search: { email: ended.email } }).then(() => queryClient.clear());
  }, [ended, navigate]);
  const times = useStore(throttled);
  useEffect(() => {
    if (times > 0) toast.error(common.throttledTitle, common.throttledText);
  }, [times]);
  const hasNotes = useStore(hasSpoken);
  return (
    <>
      <Outlet />
      <Suspense>{hasNotes && <Toasts />}</Suspense>
      <TooltipLayer />
    </>
  );
}

export function NotFound() {
  useTitle(shell.notFoundTitle);
  return (
    <div className="flex-1 bg-surface">
      <EmptyState
        isPage
        icon={Compass}
        title={shell.notFoundTitle}
        actions={
          <Link to="/" className={buttonClass()}>
            {shell.toStart}
          </Link>
        }
      >
        {shell.notFoundText}
      </EmptyState>
    </div>
  );
}

/** A page whose code or data is on its way. */
export function PagePending() {
  return (
    <Loading>
      <div className="flex h-12 items-center border-b px-4">
        <Skeleton className="h-4 w-40" />
      </div>
      <div className="space-y-3 p-4">
        <Skeleton className="h-4 w-72" />
        <Skeleton className="h-4 w-96" />
        <Skeleton className="h-4 w-64" />
      </div>
    </Loading>
  );
}

/** Code of an older build that is gone from the server looks like this to a browser. */
function isMissingCode(error: unknown): boolean {
  return error instanceof TypeError && /dynamically imported module|module script|Importing/.test(error.message);
}

export function PageFailed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const isOld = isMissingCode(error);
  useEffect(() => {
    if (isOld) isOutdated.set(true);
  }, [isOld]);
  const retry = (): void => {
    if (isOld) location.reload();
    reset();
    void router.invalidate();
  };
  return (
    <div className="flex-1 bg-surface">
      <ErrorState what={isOld ? shell.newVersion : shell.pageFailed} error={error} onRetry={retry} isPage />
    </div>
  );
}

/** The server did not say who this is or which projects there are: no frame can be drawn. */
export function LoadFailed(props: ErrorComponentProps) {
  const router = useRouter();
  useTitle(shell.loadFailed);
  const retry = (): void => {
    props.reset();
    void router.invalidate();
  };
  return (
    <main className="h-full bg-surface">
      <ErrorState what={shell.loadFailed} error={props.error} onRetry={retry} isPage />
    </main>
  );
}
