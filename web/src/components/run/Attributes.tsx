import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useProjectId } from '@/api/account';
import { spanQuery } from '@/api/runs';
import { ErrorState, Loading, Skeleton } from '@/components/ui/states';
import { run as texts } from '@/texts/run';

const JsonView = lazy(() => import('@/components/code/JsonView'));

/** Everything that an OpenTelemetry span said, in its own words. */
export function Attributes({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(spanQuery(useProjectId(), id));
  if (error) return <ErrorState what={texts.spanFailed} error={error} onRetry={() => void refetch()} isSmall />;
  const waiting = (
    <Loading>
      <Skeleton className="h-60 w-full" />
    </Loading>
  );
  if (data === undefined) return waiting;
  return (
    <Suspense fallback={waiting}>
      <JsonView value={data} label={texts.tabs.span} name={`span-${id}`} />
    </Suspense>
  );
}
