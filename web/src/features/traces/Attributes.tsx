import { useQuery } from '@tanstack/react-query';
import { useProjectId } from '@/api/account';
import { ErrorState, Loading, Skeleton } from '@/components/ui/states';
import { traces } from '@/texts/traces';
import { spanQuery } from './queries';
import { Value } from './Value';

/** Everything that an OpenTelemetry span said, in its own words. */
export function Attributes({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(spanQuery(useProjectId(), id));
  if (error) return <ErrorState what={traces.spanFailed} error={error} onRetry={() => void refetch()} isSmall />;
  if (data === undefined) {
    return (
      <Loading>
        <Skeleton className="h-40 w-full" />
      </Loading>
    );
  }
  return <Value label={traces.attributes} value={data} />;
}
