import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { ArrowUp } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { useProjectId } from '@/api/account';
import { type RunRow, runQuery } from '@/api/runs';
import { useRowHeight } from '@/components/grid/density';
import { DataGrid, type GridHandle, GridSkeleton } from '@/components/grid/DataGrid';
import { type Column, layoutOf } from '@/components/grid/layout';
import { openUnlessControl } from '@/components/grid/open';
import { isEmpty, type Selection } from '@/components/grid/selection';
import type { RunTab } from '@/components/run/tabs';
import { copyText } from '@/components/ui/copy';
import { ErrorState, Loading } from '@/components/ui/states';
import { toast } from '@/components/ui/toast';
import { type Filter, writeFilter } from '@/lib/filters';
import { useShortcuts } from '@/lib/keys';
import { common } from '@/texts/common';
import { logs } from '@/texts/logs';
import type { Go } from './LogsPage';
import type { Range } from './range';
import type { useRunList } from './queries';
import type { Live } from './use-live';
import { NEWEST, queryOf, sortSearch, type View } from './view';

const loadPanel = () => import('./RunPanel');
const RunPanel = lazy(loadPanel);
const NoMatch = lazy(() => import('./NoMatch'));
const BulkActions = lazy(() => import('./BulkActions'));

interface Props {
  view: View;
  asOf: number;
  list: ReturnType<typeof useRunList>;
  rows: RunRow[];
  total: number;
  columns: Column<RunRow>[];
  live: Live;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  /** The id of the run that is open. */
  selected: string | undefined;
  tab: RunTab;
  onAtTop: (isAtTop: boolean) => void;
  go: Go;
  onFilter: (filter: Filter) => void;
  onRange: (range: Range) => void;
  onRefresh: () => void;
}

const rowKey = (row: RunRow): string => row.id;

/** The list, and beside it the run that is open. */
export function RunArea(props: Props) {
  const { rows, selected, go, tab, list } = props;
  const grid = useRef<GridHandle>(null);
  const at = selected === undefined ? -1 : rows.findIndex(({ id }) => id === selected);
  const neighbour = (by: number) => (at >= 0 && rows[at + by] ? () => grid.current?.goTo(at + by) : undefined);
  usePrefetch(at >= 0 ? rows[at + 1] : undefined);
  useListShortcuts(rows, grid);
  // Opening a run must not wait for its code.
  useEffect(() => void loadPanel(), []);
  const hasFailed = list.error && !list.data;
  const close = (): void => {
    go({ selected: undefined, tab: undefined }, false);
    grid.current?.focus();
  };
  return (
    <div className="relative flex min-h-0 flex-1">
      <div className="relative flex min-w-0 flex-1 flex-col">
        {hasFailed ? (
          <div className="min-h-0 flex-1 overflow-auto">
            <ErrorState what={logs.listFailed} error={list.error} onRetry={() => void list.refetch()} />
          </div>
        ) : (
          <List {...props} grid={grid} />
        )}
        <Suspense>
          {!isEmpty(props.selection) && (
            <BulkActions selection={props.selection} onSelection={props.onSelection} total={props.total} loaded={rows.length} query={queryOf(props.view, props.asOf)} asOf={props.asOf} onDone={props.onRefresh} />
          )}
        </Suspense>
      </div>
      <Suspense>
        {selected !== undefined && (
          <RunPanel
            id={selected}
            tab={tab}
            onTab={(next) => go({ tab: next === 'messages' ? undefined : next })}
            onClose={close}
            onPrevious={neighbour(-1)}
            onNext={neighbour(1)}
            onDeleted={() => {
              close();
              props.onRefresh();
            }}
          />
        )}
      </Suspense>
    </div>
  );
}

function List({ view, asOf, list, rows, total, columns, live, selection, onSelection, selected, onAtTop, go, onFilter, onRange, grid }: Props & { grid: React.RefObject<GridHandle | null> }) {
  const rowHeight = useRowHeight();
  const navigate = useNavigate();
  const router = useRouter();
  const point = usePointed();
  if (list.isPending) {
    return (
      <Loading>
        <div className="pt-8">
          <GridSkeleton count={16} rowHeight={rowHeight} />
        </div>
      </Loading>
    );
  }
  if (rows.length === 0) {
    return (
      <Suspense>
        <NoMatch view={view} asOf={asOf} onFilter={onFilter} onRange={onRange} />
      </Suspense>
    );
  }
  const areAllFailed = view.filter.checks.some(({ id, params }) => id === 'status' && params.status === 'error');
  const open = (row: RunRow, { isNewTab }: { isNewTab: boolean }): void => {
    const page = pageOf(view, row.id);
    if (page && isNewTab) window.open(router.buildLocation(page as never).href, '_blank', 'noopener');
    else if (page) void navigate(page as never);
    else if (isNewTab) window.open(addressWith(row.id), '_blank', 'noopener');
    else go({ selected: row.id }, selected !== undefined);
  };
  return (
    <>
      {live.state.held.length > 0 && (
        <button
          type="button"
          onClick={() => {
            live.release();
            grid.current?.toTop();
          }}
          className="pop absolute top-10 left-1/2 z-20 inline-flex h-7 -translate-x-1/2 items-center gap-1.5 rounded-full bg-accent px-3 text-xs font-medium text-on-accent shadow-pop hover:bg-accent-hover"
        >
          <ArrowUp size={12} aria-hidden />
          {logs.newRuns(live.state.held.length)}
        </button>
      )}
      <DataGrid
        handle={grid}
        label={logs.titles[view.kind]}
        rows={rows}
        rowKey={rowKey}
        columns={columns}
        layout={layoutOf(view.kind)}
        total={Math.max(total, rows.length)}
        rowHeight={rowHeight}
        sort={view.sort}
        onSort={(sort) => go({ ...sortSearch(sort), ...(sort && sort.field !== NEWEST.field ? { live: undefined } : {}) })}
        current={selected}
        onOpen={open}
        onPoint={point}
        isFailed={(row) => row.status === 'error' && !areAllFailed}
        fresh={live.state.fresh}
        selection={selection}
        onSelection={onSelection}
        isSlim={selected !== undefined}
        onAtTop={onAtTop}
        isStale={list.isPlaceholderData}
        more={{ hasMore: list.hasNextPage, isLoading: list.isFetchingNextPage, error: list.isFetchNextPageError ? list.error : null, load: () => void list.fetchNextPage() }}
      />
      <Spoken count={live.state.held.length + live.state.rows.length} />
    </>
  );
}

/** Traces and conversations have pages; a trace knows the list that it was opened from, for the way to the next one. */
function pageOf({ kind, filter, sort }: View, id: string): { to: string; params: object; search?: object } | null {
  if (kind === 'thread') return { to: '/threads/$id', params: { id } };
  if (kind !== 'trace') return null;
  return { to: '/traces/$id', params: { id }, search: { filters: writeFilter(filter) || undefined, ...sortSearch(sort) } };
}

const SPOKEN_MS = 10_000;

/** Says how many runs came, at most every ten seconds. */
function Spoken({ count }: { count: number }) {
  const place = useRef<HTMLSpanElement>(null);
  const last = useRef(0);
  useEffect(() => {
    if (count === 0 || Date.now() - last.current < SPOKEN_MS || !place.current) return;
    last.current = Date.now();
    place.current.textContent = logs.newRunsSpoken(count);
  }, [count]);
  return <span ref={place} role="status" className="sr-only" />;
}

function addressWith(id: string): string {
  const url = new URL(location.href);
  url.searchParams.set('selected', id);
  return url.href;
}

function usePointed(): (row: RunRow) => void {
  const client = useQueryClient();
  const projectId = useProjectId();
  return (row) => void client.prefetchQuery(runQuery(projectId, row.id));
}

function usePrefetch(row: RunRow | undefined): void {
  const client = useQueryClient();
  const projectId = useProjectId();
  useEffect(() => {
    if (row) void client.prefetchQuery(runQuery(projectId, row.id));
  }, [client, projectId, row]);
}

function useListShortcuts(rows: RunRow[], grid: React.RefObject<GridHandle | null>): void {
  const copyId = (): void => {
    const row = rows[grid.current?.active() ?? -1];
    if (row) copyText(row.id).then(() => toast.ok(common.copied), (thrown: unknown) => toast.failure(common.cannotCopy, thrown));
  };
  const toError = (): void => {
    const from = (grid.current?.active() ?? -1) + 1;
    const isFailed = ({ status }: RunRow): boolean => status === 'error';
    const after = rows.slice(from).findIndex(isFailed);
    const next = after >= 0 ? after + from : rows.findIndex(isFailed);
    if (next < 0) toast.info(logs.noErrors);
    else grid.current?.goTo(next);
  };
  useShortcuts(logs.shortcuts.group, [
    { keys: 'j', label: logs.shortcuts.next, run: () => grid.current?.move(1) },
    { keys: 'k', label: logs.shortcuts.previous, run: () => grid.current?.move(-1) },
    { keys: 'Enter', label: logs.shortcuts.open, run: () => openUnlessControl(grid) },
    { keys: 'x', label: logs.shortcuts.select, run: () => grid.current?.choose() },
    { keys: 'e', label: logs.nextError, run: toError },
    { keys: 'c', label: logs.shortcuts.copyId, run: copyId },
  ]);
}
