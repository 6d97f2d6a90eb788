import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { MessagesSquare } from 'lucide-react';
import { useProjectId } from '@/api/account';
import type { RunRow } from '@/api/runs';
import { DataGrid, GridSkeleton } from '@/components/grid/DataGrid';
import { type Column, layoutOf } from '@/components/grid/layout';
import { visible, Words } from '@/components/messages/Words';
import { commentOf, statusOf, thumbOf } from '@/components/run/facts';
import { Duration, Money, Status, Time } from '@/components/ui/facts';
import { KindIcon, kindOf } from '@/components/ui/kind';
import { Segmented } from '@/components/ui/segmented';
import { EmptyState, ErrorState, Loading } from '@/components/ui/states';
import { users } from '@/texts/users';
import { type Person, runsOfQuery } from './queries';

const KINDS = ['thread', 'trace', 'llm'] as const;
type RunKind = (typeof KINDS)[number];

const rowKey = (row: RunRow): string => row.id;

const TIME: Column<RunRow> = { id: 'time', head: users.time, width: 104, cell: (row) => <Time at={row.createdAt} className="text-muted" /> };
const NAME: Column<RunRow> = {
  id: 'name', head: users.name, width: 124, grow: 0.3,
  cell: (row) => (
    <span className="flex min-w-0 items-center gap-2">
      <KindIcon kind={kindOf(row.type)} size={12} failed={row.status === 'error'} />
      <span className="truncate font-medium">{visible(row.name ?? row.type)}</span>
    </span>
  ),
};
const SAID: Column<RunRow> = { id: 'said', head: users.said, width: 112, grow: 1, cell: (row) => <span className="text-muted">{<Words text={row.inputPreview ?? ''} />}</span> };
const DURATION: Column<RunRow> = { id: 'duration', head: users.duration, width: 92, align: 'right', cell: (row) => <Duration ms={row.duration} /> };
const COST: Column<RunRow> = { id: 'cost', head: users.columns.cost, width: 96, align: 'right', cell: (row) => <Money usd={row.cost} /> };
const SUM: Column<RunRow> = { ...COST, id: 'sum', cell: (row) => <Money usd={row.totals?.cost} /> };
const STATUS: Column<RunRow> = { id: 'status', head: users.status, width: 92, yields: 1, cell: (row) => <Status status={statusOf({ ...row, status: row.status ?? null, endedAt: row.endedAt ?? null })} /> };
const THUMBS = { up: users.liked, down: users.disliked, none: '–' };
const THUMB: Column<RunRow> = { id: 'thumb', head: users.feedback, width: 84, cell: (row) => THUMBS[thumbOf(row.feedback) ?? 'none'] };
const COMMENT: Column<RunRow> = { id: 'comment', head: users.comment, width: 160, grow: 1, cell: (row) => <Words text={commentOf(row.feedback)} /> };

const COLUMNS: Record<RunKind | 'feedback', Column<RunRow>[]> = {
  thread: [TIME, SAID],
  trace: [TIME, NAME, STATUS, SAID, DURATION, SUM],
  llm: [TIME, NAME, STATUS, SAID, DURATION, COST],
  feedback: [TIME, NAME, THUMB, COMMENT, SAID],
};

const LIKED_OR_NOT = `feedback=${encodeURIComponent(encodeURIComponent('{"thumb":"up"}'))},${encodeURIComponent(encodeURIComponent('{"thumb":"down"}'))}`;
const RATED = 'type=llm,agent,chain,tool,retriever,chat';

export function ActivityTab({ person, onKind }: { person: Person; onKind: (kind: RunKind | undefined) => void }) {
  const { kind } = useSearch({ strict: false }) as { kind?: string };
  const now = KINDS.find((one) => one === kind) ?? 'llm';
  return (
    <>
      <div className="flex h-11 shrink-0 items-center border-b px-4">
        <Segmented<RunKind> label={users.kind} value={now} onChange={(next) => onKind(next === 'llm' ? undefined : next)} items={KINDS.map((id) => ({ id, label: users.kinds[id] }))} />
      </div>
      <RunsOf person={person} kind={now} checks={`type=${now}`} />
    </>
  );
}

export function FeedbackTab({ person }: { person: Person }) {
  return <RunsOf person={person} kind="feedback" checks={`${RATED}&${LIKED_OR_NOT}`} />;
}

function RunsOf({ person, kind, checks }: { person: Person; kind: RunKind | 'feedback'; checks: string }) {
  const list = useInfiniteQuery(runsOfQuery(useProjectId(), person.id, checks));
  const navigate = useNavigate();
  const rows = list.data?.pages.flatMap(({ data }) => data) ?? [];
  if (list.error && !list.data) return <ErrorState what={users.runsFailed} error={list.error} onRetry={() => void list.refetch()} isSmall />;
  if (list.isPending) {
    return (
      <Loading>
        <GridSkeleton count={8} rowHeight={36} />
      </Loading>
    );
  }
  if (rows.length === 0) {
    return (
      <EmptyState icon={MessagesSquare} title={users.noActivity[kind]} isSmall>
        {users.noActivityText}
      </EmptyState>
    );
  }
  return (
    <DataGrid
      label={users.activity}
      rows={rows}
      rowKey={rowKey}
      columns={COLUMNS[kind]}
      layout={layoutOf(`user-${kind}`)}
      sort={{ field: 'createdAt', direction: 'desc' }}
      onOpen={(row) => void navigate(linkOf(row) as never)}
      isFailed={(row) => row.status === 'error'}
      more={{ hasMore: list.hasNextPage, isLoading: list.isFetchingNextPage, error: list.isFetchNextPageError ? list.error : null, load: () => void list.fetchNextPage() }}
    />
  );
}

/** The page of a run. */
function linkOf(row: RunRow): { to: string; params?: object; search?: object } {
  if (row.type === 'thread') return { to: '/threads/$id', params: { id: row.id } };
  if (row.type === 'agent' || row.type === 'chain') return { to: '/traces/$id', params: { id: row.id } };
  return { to: '/logs', search: { type: row.type === 'llm' ? undefined : row.type, selected: row.id } };
}
