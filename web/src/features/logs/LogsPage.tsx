import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { useCan, useProject } from '@/api/account';
import type { RunRow } from '@/api/runs';
import { ColumnChooser } from '@/components/grid/ColumnChooser';
import { layoutOf } from '@/components/grid/layout';
import { isEmpty, NOTHING, type Selection } from '@/components/grid/selection';
import { readTab } from '@/components/run/tabs';
import { PageHead } from '@/components/ui/page';
import { Segmented } from '@/components/ui/segmented';
import { NoPermission } from '@/components/ui/states';
import { type Filter, writeFilter } from '@/lib/filters';
import { useShortcuts } from '@/lib/keys';
import { logs } from '@/texts/logs';
import { columnsOf, metadataKeys, slowOf } from './columns';
import { FilterBar } from './FilterBar';
import { LiveButton } from './LiveButton';
import { merged, withLive } from './live';
import { RangePicker } from './RangePicker';
import { rangeSearch, spanText, type Range } from './range';
import { rowsOf, useAsOf, useHistogram, useRunList } from './queries';
import { RunArea } from './RunArea';
import { useLive } from './use-live';
import { KINDS, type ListKind, LISTS, narrowed, queryOf, readView, sortSearch, type View, type ViewSearch } from './view';

const route = getRouteApi('/app/logs');
// Comes with the page, beside the list that it is above; its place is kept.
const Volume = lazy(() => import('./Volume').then((part) => ({ default: part.Volume })));
const Onboarding = lazy(() => import('@/features/onboarding/Onboarding'));

export default function LogsPage() {
  const can = useCan();
  const project = useProject();
  const { type } = route.useSearch();
  const kind = LISTS.find((one) => one === type) ?? 'llm';
  if (can('logs.list')) {
    return project?.activated ? (
      <Logs />
    ) : (
      <Suspense>
        <Onboarding key={kind} lesson={kind === 'trace' || kind === 'thread' ? kind : 'llm'} title={logs.titles[kind]} />
      </Suspense>
    );
  }
  return (
    <>
      <PageHead title={logs.titles[kind]} />
      <NoPermission>{logs.permission}</NoPermission>
    </>
  );
}

type Changes = Partial<ViewSearch & { selected: string; live: string; tab: string }>;

function useGo() {
  const navigate = useNavigate();
  return useCallback((changes: Changes, isReplacing = true): void => void navigate({ to: '/logs', search: (now: Changes) => ({ ...now, ...changes }), replace: isReplacing } as never), [navigate]);
}

function Logs() {
  const search = route.useSearch();
  const { type, filters, range, from, to, sortField, sortDirection } = search;
  const view = useMemo(() => readView({ type, filters, range, from, to, sortField, sortDirection }), [type, filters, range, from, to, sortField, sortDirection]);
  const go = useGo();
  const project = useProject();
  const [asOf, refresh] = useAsOf(JSON.stringify([project?.id, view]));
  const isLive = search.live === '1';
  const [isAtTop, setAtTop] = useState(true);
  const [selection, setSelection] = useSelection(JSON.stringify([project?.id, view]));
  const list = useRunList(view, asOf);
  const histogram = useHistogram(view, asOf);
  const listed = useMemo(() => rowsOf(list.data?.pages), [list.data]);
  const known = useMemo(() => new Set(listed.map(({ id }) => id)), [listed]);
  const isHolding = !isAtTop || search.selected !== undefined || !isEmpty(selection);
  const live = useLive({ isOn: isLive, query: queryOf({ ...view, range: { last: 'all' } }, asOf), known, isHolding, onGap: refresh });
  const rows = useMemo(() => merged(listed, live.state), [listed, live.state]);
  const volume = useMemo(() => withLive(histogram.data, live.state.rows), [histogram.data, live.state.rows]);
  const total = volume?.data.reduce((sum, bar) => sum + bar.count, 0) ?? rows.length;
  const setFilter = useCallback((filter: Filter): void => go({ filters: writeFilter(filter) || undefined }), [go]);
  const setRange = (next: Range): void => go(rangeSearch(next));
  const columns = useColumns(view, rows, setFilter);
  const isBeside = (KINDS as readonly ListKind[]).includes(view.kind);
  const searchBox = useRef<HTMLInputElement>(null);
  const toggleLive = (): void => {
    if (isLive) go({ live: undefined });
    // What is new is at the top of the newest only.
    else go({ live: '1', ...sortSearch(null), ...('last' in view.range ? {} : rangeSearch({ last: '24h' })) });
  };
  useShortcuts(logs.shortcuts.group, [
    { keys: '/', label: logs.shortcuts.search, run: () => searchBox.current?.focus() },
    { keys: 'l', label: logs.shortcuts.live, run: toggleLive },
    { keys: 'r', label: logs.refresh, run: refresh },
  ]);
  return (
    <>
      <PageHead title={logs.titles[view.kind]} facts={volume && logs.counted(view.kind, total, rangeWords(view.range, asOf))}>
        {isBeside && <Segmented<ListKind> label={logs.kind} value={view.kind} onChange={(kind) => go({ type: kind === 'llm' ? undefined : kind, filters: undefined, selected: undefined, ...sortSearch(null) }, false)} items={KINDS.map((id) => ({ id, label: logs.kinds[id] }))} />}
        <RangePicker range={view.range} asOf={asOf} onRange={setRange} />
        <LiveButton isOn={isLive} connection={live.connection} onToggle={toggleLive} onRefresh={refresh} />
      </PageHead>
      <FilterBar view={view} asOf={asOf} onFilter={setFilter} searchRef={searchBox}>
        <ColumnChooser columns={columns} layout={layoutOf(view.kind)} />
      </FilterBar>
      <Suspense fallback={<div className="h-22 shrink-0 border-b" />}>
        <Volume data={volume} isStale={histogram.isPlaceholderData} onSpan={(start, end) => setRange({ from: new Date(start).toISOString(), to: new Date(end).toISOString() })} />
      </Suspense>
      <RunArea
        view={view}
        asOf={asOf}
        list={list}
        rows={rows}
        total={total}
        columns={columns}
        live={live}
        selection={selection}
        onSelection={setSelection}
        selected={search.selected}
        tab={readTab(search.tab)}
        onAtTop={setAtTop}
        go={go}
        onFilter={setFilter}
        onRange={setRange}
        onRefresh={refresh}
      />
    </>
  );
}

export type Go = ReturnType<typeof useGo>;

/** Another list begins with nothing chosen. */
function useSelection(viewKey: string): [Selection, (selection: Selection) => void] {
  const [kept, setKept] = useState({ viewKey, selection: NOTHING });
  const set = (selection: Selection): void => setKept({ viewKey, selection });
  return [kept.viewKey === viewKey ? kept.selection : NOTHING, set];
}

function useColumns({ kind, filter }: View, rows: RunRow[], onFilter: (filter: Filter) => void) {
  const slowMs = useMemo(() => slowOf(rows), [rows]);
  const keys = useMemo(() => metadataKeys(rows).join('\n'), [rows]);
  return useMemo(
    () => columnsOf(kind, { slowMs }, (check) => onFilter(narrowed(filter, check)), keys === '' ? [] : keys.split('\n')),
    [kind, filter, onFilter, slowMs, keys],
  );
}

function rangeWords(range: Range, asOf: number): string {
  if ('last' in range) return logs.inRange[range.last];
  return logs.inSpan(spanText(new Date(range.from ?? 0), new Date(range.to ?? asOf)));
}

