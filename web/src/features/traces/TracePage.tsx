import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { CircleOff } from 'lucide-react';
import { useMemo } from 'react';
import { useProjectId } from '@/api/account';
import { asApiError } from '@/api/error';
import { buttonClass } from '@/components/ui/button';
import { PageHead } from '@/components/ui/page';
import { ErrorState, Loading, Skeleton, State } from '@/components/ui/states';
import { integer } from '@/lib/format';
import { traces } from '@/texts/traces';
import { type Run, runQuery } from '@/api/runs';
import { growthInterval, isAlive, type Tree, treeQuery } from './queries';
import { buildTrace } from './tree';
import { TraceView } from './TraceView';

export interface TraceSearch {
  span?: string;
  tab?: string;
  view?: string;
  from?: string;
  to?: string;
  q?: string;
  filters?: string;
  sortField?: string;
  sortDirection?: string;
}

/** `/traces/{id}`: where a run went wrong or slow. */
export default function TracePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  // Another trace is another page: nothing of the one before is kept.
  return <Loaded key={id} id={id} />;
}

function Loaded({ id }: { id: string }) {
  const projectId = useProjectId();
  const root = useQuery(runQuery(projectId, id));
  const tree = useQuery({ ...treeQuery(projectId, id), refetchInterval: ({ state: { data } }) => isAlive(root.data?.createdAt, Date.now()) && growthInterval(data) });
  const error = tree.error ?? root.error;
  if (tree.data) return <Built tree={tree.data} root={root.data} />;
  if (error && asApiError(error).status === 404) return <Gone />;
  if (error) {
    const retry = (): void => {
      void tree.refetch();
      void root.refetch();
    };
    return (
      <>
        <PageHead title={traces.trace} />
        <ErrorState what={traces.loadFailed} error={error} onRetry={retry} />
      </>
    );
  }
  return <TraceSkeleton />;
}

function Built({ tree, root }: { tree: Tree & { at: number }; root: Run | undefined }) {
  const projectId = useProjectId();
  const search = useSearch({ strict: false }) as TraceSearch;
  const navigate = useNavigate();
  const path = useLocation({ select: (location) => location.pathname });
  const isPart = tree.traceId !== tree.data[0]?.id;
  const above = useQuery({ ...runQuery(projectId, tree.traceId), enabled: isPart });
  const isLive = isAlive(root?.createdAt, tree.at);
  const began = root && isLive ? new Date(root.createdAt).getTime() : undefined;
  const trace = useMemo(() => buildTrace(tree.data, began === undefined ? undefined : tree.at - began), [tree, began]);
  if (!trace) return <Gone />;
  const patch = (change: Partial<TraceSearch>, isStep = false): void => {
    void navigate({ to: path as '/', search: (now: object) => ({ ...now, ...change }) as never, replace: !isStep });
  };
  return (
    <>
      {tree.truncated && (
        <p role="status" className="shrink-0 border-b bg-warn-soft px-4 py-1.5 text-xs text-warn">
          {traces.truncated(integer(tree.data.length))}
        </p>
      )}
      <TraceView trace={trace} root={root} above={isPart ? above.data : undefined} isAlive={isLive} search={search} onSearch={patch} />
    </>
  );
}

function Gone() {
  return (
    <>
      <PageHead title={traces.trace} />
      <State
        icon={CircleOff}
        title={traces.goneTitle}
        actions={
          <Link to={'/logs' as '/'} search={{ type: 'trace' } as never} className={buttonClass()}>
            {traces.toList}
          </Link>
        }
      >
        {traces.goneText}
      </State>
    </>
  );
}

const WIDTHS = ['w-40', 'w-56', 'w-48', 'w-32', 'w-52', 'w-44'];

function TraceSkeleton() {
  return (
    <Loading>
      <div className="flex h-[88px] flex-col justify-center gap-3 border-b px-4">
        <Skeleton className="h-5 w-64" />
        <Skeleton className="h-4 w-96" />
      </div>
      <div className="h-10 border-b" />
      {Array.from({ length: 16 }, (_, index) => (
        <div key={index} className="flex h-7 items-center gap-4 px-3">
          <span style={{ width: (index % 5) * 16 }} />
          <Skeleton className="size-4 shrink-0" />
          <Skeleton className={`h-3 ${WIDTHS[index % WIDTHS.length]}`} />
          <span style={{ width: 40 + index * 22 }} />
          <Skeleton className={`h-3 ${WIDTHS[(index + 2) % WIDTHS.length]}`} />
        </div>
      ))}
    </Loading>
  );
}
