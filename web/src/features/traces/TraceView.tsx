import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useCan, useProjectId } from '@/api/account';
import { copyText } from '@/components/ui/copy';
import { toast } from '@/components/ui/toast';
import { cn } from '@/lib/cn';
import { useShortcuts } from '@/lib/keys';
import { createStored, useStore } from '@/lib/store';
import { useSize } from '@/lib/use-size';
import { common } from '@/texts/common';
import { run as runTexts } from '@/texts/run';
import { traces } from '@/texts/traces';
import { type Axis, firstZoom, fit, follow, makeAxis, pan, type Zoom, zoomAt } from './axis';
import { type Run, runQuery } from '@/api/runs';
import { neighborsQuery } from './queries';
import { readTab, RUN_TABS, type RunTab } from '@/components/run/tabs';
import { Splitter } from './Splitter';
import { Toolbar, type View, VIEWS } from './Toolbar';
import { TraceHead } from './TraceHead';
import type { TraceSearch } from './TracePage';
import { nextFailure, type Span, type Trace } from './tree';
import { useLines } from './use-lines';
import { useZoom } from './use-zoom';
import { Waterfall } from './Waterfall';

const ByName = lazy(() => import('./ByName').then((part) => ({ default: part.ByName })));
const Transcript = lazy(() => import('./Transcript').then((part) => ({ default: part.Transcript })));
// Asked for with the page, so that it comes while the tree does.
const details = import('./SpanDetails');
const SpanDetails = lazy(() => details.then((part) => ({ default: part.SpanDetails })));
const DeleteDialog = lazy(() => import('./DeleteDialog').then((part) => ({ default: part.DeleteDialog })));
const ShareDialog = lazy(() => import('@/components/run/ShareDialog'));

const detailsWidth = createStored<number>('trace-details-width', 468);
const isCompressedStore = createStored<boolean>('trace-short-pauses', true);
/** Narrower than this, the details are below the tree. */
const STACKED_PX = 620;
const LEAST_DETAILS_PX = 300;

interface Props {
  trace: Trace;
  root: Run | undefined;
  above: Run | undefined;
  isAlive: boolean;
  search: TraceSearch;
  onSearch: (change: Partial<TraceSearch>, isStep?: boolean) => void;
}

export function TraceView({ trace, root, above, isAlive, search, onSearch }: Props) {
  const [filter, setFilter] = useState(search.q ?? '');
  const lines = useLines(trace, { spanId: search.span, filter, onSelect: (span) => onSearch({ span }) });
  const isCompressed = useStore(isCompressedStore);
  const axis = useMemo(() => makeAxis(trace, isCompressed), [trace, isCompressed]);
  const [zoom, setZoom] = useZoom(axis, { initial: () => firstZoom(axis, lines.selected), from: search.from, to: search.to, onRest: onSearch });
  useFollow(lines.selected, { axis, zoom, setZoom });
  const view: View = VIEWS.find((one) => one === search.view) ?? 'timeline';
  const tab = readTab(search.tab);
  const [dialog, setDialog] = useState<'share' | 'delete' | null>(null);
  const can = useCan();
  const [body, size] = useSize();
  const filterBox = useRef<HTMLInputElement>(null);
  const neighbors = useNeighbors(trace.root.id, search);
  usePrefetch(lines.rows.flatMap((row) => ('span' in row ? [row.span] : [])), lines.selected);

  const onFilter = (text: string): void => {
    setFilter(text);
    onSearch({ q: text || undefined });
  };
  const goTo = (span: Span | undefined): void => {
    if (!span) return;
    if (filter !== '' && lines.found && !lines.found.includes(span)) onFilter('');
    lines.select(span);
  };
  const onNextFound = (step: 1 | -1): void => {
    const found = lines.found ?? [];
    const next = step === 1 ? found.find((span) => span.index > lines.selected.index) : found.findLast((span) => span.index < lines.selected.index);
    if (found.length > 0) lines.select(next ?? found.at(step === 1 ? 0 : -1)!);
  };
  const onView = (next: View): void => onSearch({ view: next === 'timeline' ? undefined : next });
  const onTab = (next: RunTab): void => onSearch({ tab: next === 'messages' ? undefined : next });
  const openSpan = (span: Span): void => {
    onSearch({ view: undefined });
    goTo(span);
  };

  useTraceKeys({ trace, lines, zoom, setZoom, axis, goTo, onTab, neighbors, onFocusFilter: () => filterBox.current?.focus() });
  const isStacked = size.width > 0 && size.width < STACKED_PX;
  const width = Math.max(LEAST_DETAILS_PX, Math.min(useStore(detailsWidth), size.width * 0.45));
  return (
    <>
      <TraceHead trace={trace} root={root} above={above} isAlive={isAlive} list={listOf(search)} {...neighbors} onShare={() => setDialog('share')} onDelete={() => setDialog('delete')} />
      <div ref={body} className={cn('flex min-h-0 flex-1', isStacked && 'flex-col')}>
        <div className={cn('flex min-w-0 flex-col', isStacked ? 'h-[52%]' : 'flex-1')}>
          <Toolbar
            {...{ trace, lines, filter, onFilter, onNextFound, filterBox, view, onView, isCompressed }}
            onFailure={() => goTo(nextFailure(trace, lines.selected, 1))}
            isZoomed={zoom !== null}
            onZoomOut={() => setZoom(null)}
            hasGaps={axis.gaps.length > 0 || !isCompressed}
            onCompress={() => isCompressedStore.set(!isCompressed)}
          />
          {lines.found?.length === 0 && <p className="px-4 py-3 text-muted">{traces.nothingFound}</p>}
          <Suspense>
            {view === 'timeline' && <Waterfall trace={trace} axis={axis} zoom={zoom} onZoom={setZoom} lines={lines} />}
            {view === 'transcript' && <Transcript spans={lines.found ?? trace.spans} selected={lines.selected} onSelect={lines.select} />}
            {view === 'names' && <ByName trace={trace} spans={lines.found ?? trace.spans} onOpen={openSpan} />}
          </Suspense>
        </div>
        {!isStacked && (
          <Splitter label={traces.detailsWidth} size={width} min={LEAST_DETAILS_PX} max={Math.max(LEAST_DETAILS_PX, size.width * 0.45)} side="right" onSize={(next) => detailsWidth.set(next)} className="-mr-1.5" />
        )}
        <div className={cn('min-h-0 shrink-0 bg-surface', isStacked ? 'min-h-0 flex-1 border-t' : 'border-l')} style={isStacked ? undefined : { width }}>
          <Suspense>
            <SpanDetails key={lines.selected.id} trace={trace} span={lines.selected} isAlive={isAlive} tab={tab} onTab={onTab} />
          </Suspense>
        </div>
      </div>
      <Suspense>
        {dialog === 'share' && root && <ShareDialog run={root} link={location.href} canShare={can('logs.updateVisibility')} onClose={() => setDialog(null)} />}
        {dialog === 'delete' && <DeleteDialog trace={trace} onClose={() => setDialog(null)} list={listOf(search)} />}
      </Suspense>
    </>
  );
}

function listOf({ filters, sortField, sortDirection }: TraceSearch) {
  return { filters, sortField, sortDirection };
}

interface Neighbors {
  newer: string | null | undefined;
  older: string | null | undefined;
  onTrace: (id: string) => void;
}

function useNeighbors(id: string, search: TraceSearch): Neighbors {
  const navigate = useNavigate();
  const { data } = useQuery(neighborsQuery(useProjectId(), id, listOf(search)));
  const onTrace = (next: string): void => {
    void navigate({ to: '/traces/$id' as '/', params: { id: next } as never, search: listOf(search) as never });
  };
  return { newer: data && (data.nextId ?? null), older: data && (data.previousId ?? null), onTrace };
}

/** The part in sight goes along with the span that is selected. */
function useFollow(selected: Span, view: { axis: Axis; zoom: Zoom | null; setZoom: (zoom: Zoom | null) => void }): void {
  const { axis, zoom, setZoom } = view;
  const last = useRef(selected.id);
  useEffect(() => {
    if (last.current === selected.id) return;
    last.current = selected.id;
    const next = follow(axis, zoom, selected);
    if (next !== zoom) setZoom(next);
  }, [selected, axis, zoom, setZoom]);
}

/** The texts of the spans above and below are fetched before somebody goes there. */
function usePrefetch(spans: Span[], selected: Span): void {
  const client = useQueryClient();
  const projectId = useProjectId();
  const latest = useRef(spans);
  useEffect(() => {
    latest.current = spans;
  });
  useEffect(() => {
    const timer = setTimeout(() => {
      const at = latest.current.indexOf(selected);
      for (const span of [latest.current[at + 1], latest.current[at - 1]]) {
        if (span && !span.isOpen) void client.prefetchQuery(runQuery(projectId, span.id));
      }
    }, 120);
    return () => clearTimeout(timer);
  }, [client, projectId, selected]);
}

interface KeyOptions {
  trace: Trace;
  lines: ReturnType<typeof useLines>;
  axis: Axis;
  zoom: Zoom | null;
  setZoom: (zoom: Zoom | null) => void;
  goTo: (span: Span | undefined) => void;
  onTab: (tab: RunTab) => void;
  neighbors: Neighbors;
  onFocusFilter: () => void;
}

function useTraceKeys({ trace, lines, axis, zoom, setZoom, goTo, onTab, neighbors, onFocusFilter }: KeyOptions): void {
  const at = lines.rows.findIndex((row) => row.id === lines.cursor);
  const go = (step: number): void => {
    const row = lines.rows[Math.max(0, Math.min(lines.rows.length - 1, at + step))];
    if (row) lines.go(row);
  };
  const middle = zoom ? (zoom[0] + zoom[1]) / 2 : axis.length / 2;
  const copy = (): void => {
    copyText(lines.selected.id).then(
      () => toast.ok(common.copied),
      (thrown: unknown) => toast.failure(common.cannotCopy, thrown),
    );
  };
  useShortcuts(traces.group, [
    { keys: 'j', label: traces.down, run: () => go(1) },
    { keys: 'k', label: traces.up, run: () => go(-1) },
    { keys: 'e', label: traces.nextError, run: () => goTo(nextFailure(trace, lines.selected, 1)) },
    { keys: 'shift+e', label: traces.lastError, run: () => goTo(nextFailure(trace, lines.selected, -1)) },
    { keys: 'f', label: traces.filter, run: onFocusFilter },
    { keys: '/', label: traces.filter, run: onFocusFilter },
    { keys: 'z', label: traces.zoomFit, run: () => setZoom(fit(axis, lines.selected.parent ?? lines.selected)) },
    { keys: '0', label: traces.zoomOut, run: () => setZoom(null) },
    { keys: '+', label: traces.zoomIn, run: () => setZoom(zoomAt(axis, zoom, middle, 0.5)) },
    { keys: '-', label: traces.zoomAway, run: () => setZoom(zoomAt(axis, zoom, middle, 2)) },
    { keys: 'shift+ArrowLeft', label: traces.panLeft, run: () => setZoom(pan(axis, zoom, -0.25)) },
    { keys: 'shift+ArrowRight', label: traces.panRight, run: () => setZoom(pan(axis, zoom, 0.25)) },
    { keys: 'n', label: traces.newer, run: () => neighbors.newer && neighbors.onTrace(neighbors.newer) },
    { keys: 'b', label: traces.older, run: () => neighbors.older && neighbors.onTrace(neighbors.older) },
    { keys: 'c', label: traces.copyId, run: copy },
    ...RUN_TABS.map((tab, index) => ({ keys: String(index + 1), label: runTexts.tabs[tab], run: () => onTab(tab) })),
  ]);
}

