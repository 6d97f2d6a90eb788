import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowLeftRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { Tooltip } from '@/components/ui/tooltip';
import { duration } from '@/lib/format';
import { createStored, useStore } from '@/lib/store';
import { useEvent } from '@/lib/use-event';
import { useSize } from '@/lib/use-size';
import { traces } from '@/texts/traces';
import { type Axis, pan, tickLabel, ticksOf, type Zoom, zoomAt } from './axis';
import { Minimap } from './Minimap';
import { isSpanLine, type Row } from './rows';
import { BAR_PAD, type Frame, type Measure, ROW_PX, rowDomId, SpanRow } from './SpanRow';
import { Splitter } from './Splitter';
import type { Trace } from './tree';
import type { Lines } from './use-lines';

const treeWidthStore = createStored<number>('trace-tree-width', 304);
const measureStore = createStored<Measure>('trace-measure', 'cost');
const LEAST_TREE_PX = 140;
/** What the bars keep, whatever the tree takes. */
const LEAST_BARS_PX = 160;
const MOST_STEP_PX = 16;
const PAGE_ROWS = 15;

interface Props {
  trace: Trace;
  axis: Axis;
  zoom: Zoom | null;
  onZoom: (zoom: Zoom | null) => void;
  lines: Lines;
}

/** Tree and waterfall in one list, of which only what is in sight is drawn. */
export function Waterfall({ trace, axis, zoom, onZoom, lines }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const [box, size] = useSize();
  const frame = useFrame({ trace, axis, zoom, listWidth: size.width });
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised by a compiler
  const virtual = useVirtualizer({ count: lines.rows.length, getScrollElement: () => list.current, estimateSize: () => ROW_PX, overscan: 12 });
  const at = lines.rows.findIndex((row) => row.id === lines.cursor);
  useEffect(() => {
    // The keys work at once, unless somebody is elsewhere already.
    if (document.activeElement === document.body || document.activeElement?.id === 'main') list.current?.focus({ preventScroll: true });
  }, []);
  useKeepInSight(lines.cursor, at, virtual, size.height > 0);
  useWheelZoom(list, { frame, onZoom });
  const found = useMemo(() => lines.found && new Set(lines.found.map((span) => span.id)), [lines.found]);
  const onGo = useEvent((row: Row) => lines.go(row));
  const onToggle = useEvent((id: string) => lines.toggle(id));
  const onOpenAlike = useEvent((id: string) => lines.openAlike(id));
  const items = virtual.getVirtualItems();
  const isDrawn = items.some((item) => item.index === at);
  return (
    <div ref={box} className="relative flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0">
        <MeasureHead width={frame.treeWidth} />
        <div className="min-w-0 flex-1">
          <Minimap trace={trace} axis={axis} zoom={zoom} onZoom={onZoom} />
          <Ruler frame={frame} origin={trace.root.start} />
        </div>
      </div>
      <Splitter
        label={traces.treeWidth}
        size={frame.treeWidth}
        min={LEAST_TREE_PX}
        max={Math.max(LEAST_TREE_PX, size.width - LEAST_BARS_PX)}
        side="left"
        onSize={(next) => treeWidthStore.set(next)}
        className="absolute inset-y-0 -ml-[3px]"
        left={frame.treeWidth}
      />
      <div
        ref={list}
        role="tree"
        aria-label={traces.spans}
        tabIndex={0}
        aria-activedescendant={isDrawn ? rowDomId(lines.cursor) : undefined}
        onKeyDown={(event) => onTreeKey(event, lines, at)}
        data-testid="span-tree"
        className="group/tree relative min-h-0 flex-1 overflow-y-auto overflow-x-hidden outline-none"
      >
        <div role="none" className="relative" style={{ height: virtual.getTotalSize() }}>
          <Grid frame={frame} origin={trace.root.start} />
          {items.map((item) => {
            const row = lines.rows[item.index]!;
            const isFound = !found || !isSpanLine(row) || found.has(row.span.id);
            return <SpanRow key={row.id} row={row} top={item.start} isAtCursor={item.index === at} isFound={isFound} frame={frame} onGo={onGo} onToggle={onToggle} onOpenAlike={onOpenAlike} />;
          })}
        </div>
      </div>
    </div>
  );
}

interface FrameOptions {
  trace: Trace;
  axis: Axis;
  zoom: Zoom | null;
  listWidth: number;
}

function useFrame({ trace, axis, zoom, listWidth }: FrameOptions): Frame {
  const wanted = useStore(treeWidthStore);
  const measure = useStore(measureStore);
  const treeWidth = Math.max(LEAST_TREE_PX, Math.min(wanted, listWidth * 0.55, listWidth - LEAST_BARS_PX));
  // Eight on each side; the bar of the scroll may take as much.
  const width = Math.max(40, listWidth - treeWidth - 2 * BAR_PAD - 8);
  const step = Math.max(3, Math.min(MOST_STEP_PX, (treeWidth * 0.45) / Math.max(1, trace.depth)));
  const [from, to] = zoom ?? [undefined, undefined];
  return useMemo(() => ({ axis, zoom: from === undefined || to === undefined ? null : [from, to], width, treeWidth, step, measure }), [axis, from, to, width, treeWidth, step, measure]);
}

/** The line of the keyboard: in the middle at first, then at the edge where it would leave. */
function useKeepInSight(cursor: string, at: number, virtual: { scrollToIndex: (index: number, options: { align: 'center' | 'auto' }) => void }, isReady: boolean): void {
  const last = useRef<string | null>(null);
  useEffect(() => {
    if (!isReady || at < 0 || last.current === cursor) return;
    virtual.scrollToIndex(at, { align: last.current === null ? 'center' : 'auto' });
    last.current = cursor;
  }, [cursor, at, virtual, isReady]);
}

/** Ctrl and the wheel come nearer, shift and the wheel move; by hand, because the browser must not zoom the page. */
function useWheelZoom(list: { current: HTMLElement | null }, { frame, onZoom }: { frame: Frame; onZoom: (zoom: Zoom | null) => void }): void {
  const onWheel = useEvent((event: WheelEvent) => {
    const box = list.current?.getBoundingClientRect();
    if (!box) return;
    const isPan = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (event.ctrlKey || event.metaKey) {
      const [from, to] = frame.zoom ?? [0, frame.axis.length];
      const share = Math.max(0, Math.min(1, (event.clientX - box.left - frame.treeWidth - BAR_PAD) / frame.width));
      onZoom(zoomAt(frame.axis, frame.zoom, from + (to - from) * share, Math.exp(Math.max(-1, Math.min(1, event.deltaY / 200)))));
    } else if (isPan && frame.zoom) {
      onZoom(pan(frame.axis, frame.zoom, (event.deltaX || event.deltaY) / frame.width));
    } else {
      return;
    }
    event.preventDefault();
  });
  useEffect(() => {
    const element = list.current;
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [list, onWheel]);
}

function onTreeKey(event: KeyboardEvent, lines: Lines, at: number): void {
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  const row = lines.rows[at];
  const go = (index: number): void => {
    const next = lines.rows[Math.max(0, Math.min(lines.rows.length - 1, index))];
    if (next) lines.go(next);
  };
  const moves: Record<string, () => void> = {
    ArrowDown: () => go(at + 1),
    ArrowUp: () => go(at - 1),
    PageDown: () => go(at + PAGE_ROWS),
    PageUp: () => go(at - PAGE_ROWS),
    Home: () => go(0),
    End: () => go(lines.rows.length - 1),
    ArrowLeft: () => fold(lines, row),
    ArrowRight: () => unfold(lines, row, () => go(at + 1)),
    Enter: () => unfold(lines, row, () => undefined),
  };
  const move = moves[event.key];
  if (!move) return;
  event.preventDefault();
  move();
}

function fold(lines: Lines, row: Row | undefined): void {
  if (!row) return;
  if (isSpanLine(row) && row.isOpen) return lines.toggle(row.span.id);
  const parent = isSpanLine(row) ? row.span.parent : row.alike[0]?.parent;
  if (parent) lines.select(parent);
  return undefined;
}

function unfold(lines: Lines, row: Row | undefined, otherwise: () => void): void {
  if (!row) return;
  if (!isSpanLine(row)) lines.openAlike(row.id);
  else if (row.isOpen === false) lines.toggle(row.span.id);
  else otherwise();
}

const MEASURES: Measure[] = ['cost', 'tokens', 'self'];

/** What the column shows; a press shows the next. */
function MeasureHead({ width }: { width: number }) {
  const measure = useStore(measureStore);
  const next = MEASURES[(MEASURES.indexOf(measure) + 1) % MEASURES.length]!;
  return (
    <div className="flex items-end border-r border-b px-3 pb-1 text-2xs text-subtle" style={{ width }}>
      <span>{traces.span}</span>
      <Tooltip label={traces.measure(traces[next])}>
        <button
          type="button"
          aria-label={`${traces[measure]}. ${traces.measure(traces[next])}`}
          onClick={() => measureStore.set(next)}
          className="-mr-2 -mb-0.5 ml-auto flex h-6 items-center gap-1 rounded px-2 hover:bg-hover hover:text-fg"
        >
          {traces[measure]}
          <ArrowLeftRight size={10} aria-hidden />
        </button>
      </Tooltip>
    </div>
  );
}

/** What the words at a tick need; where there is less, they would be cut off. */
const LABEL_PX = 44;

function Ruler({ frame, origin }: { frame: Frame; origin: number }) {
  const { ticks, stepMs } = ticksOf(frame.axis, frame.zoom, frame.width, origin);
  return (
    <div aria-hidden className="relative h-6 overflow-hidden border-b text-2xs text-subtle">
      {ticks.filter(({ px }) => px + LABEL_PX <= frame.width).map((tick) => (
        <span key={tick.ms} className="num absolute top-1 whitespace-nowrap" style={{ left: tick.px + BAR_PAD }}>
          {tickLabel(tick.ms, stepMs)}
        </span>
      ))}
    </div>
  );
}

/** Lines at the ticks, and bands where a pause is drawn short. */
function Grid({ frame, origin }: { frame: Frame; origin: number }) {
  const { ticks } = ticksOf(frame.axis, frame.zoom, frame.width, origin);
  const [from, to] = frame.zoom ?? [0, frame.axis.length];
  const scale = frame.width / (to - from);
  return (
    <div aria-hidden className="pointer-events-none absolute inset-y-0 right-0 overflow-hidden" style={{ left: frame.treeWidth }}>
      {ticks.map((tick) => (
        <span key={tick.ms} className="absolute inset-y-0 border-l border-line opacity-70" style={{ left: tick.px + BAR_PAD }} />
      ))}
      {frame.axis.gaps.map((gap) => {
        const left = (frame.axis.toUnits(gap.from) - from) * scale;
        const width = (frame.axis.toUnits(gap.to) - frame.axis.toUnits(gap.from)) * scale;
        return (
          <span
            key={gap.from}
            title={traces.paused(duration(gap.to - gap.from))}
            className="pointer-events-auto absolute inset-y-0 bg-[repeating-linear-gradient(135deg,var(--line)_0_1px,transparent_1px_5px)]"
            style={{ left: left + BAR_PAD, width }}
          />
        );
      })}
    </div>
  );
}
