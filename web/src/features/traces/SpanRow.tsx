import { ChevronRight } from 'lucide-react';
import { memo } from 'react';
import { visible } from '@/components/messages/Words';
import { KindIcon, kindColour } from '@/components/ui/kind';
import { cn } from '@/lib/cn';
import { compact, duration, integer, money } from '@/lib/format';
import { traces } from '@/texts/traces';
import { type Axis, type Bar, placeBar, type Zoom } from './axis';
import { type AlikeLine, isSpanLine, type Row, type SpanLine } from './rows';
import { isFailed, type Span } from './tree';

export const ROW_PX = 28;
/** Room at the left of the bars, so that the first one does not touch the line. */
export const BAR_PAD = 8;

export type Measure = 'cost' | 'tokens' | 'self';

export interface Frame {
  axis: Axis;
  zoom: Zoom | null;
  /** Of the bars and of the tree, in pixels. */
  width: number;
  treeWidth: number;
  /** The indent of one level, in pixels. */
  step: number;
  measure: Measure;
}

interface Props {
  row: Row;
  top: number;
  isAtCursor: boolean;
  /** The filter found it, or there is no filter. */
  isFound: boolean;
  frame: Frame;
  onGo: (row: Row) => void;
  onToggle: (id: string) => void;
  onOpenAlike: (id: string) => void;
}

/** The name of a line for `aria-activedescendant`. */
export function rowDomId(id: string): string {
  return `span-${id}`;
}

/** One line: the tree at the left, the time at the right. */
export const SpanRow = memo(function SpanRow({ row, top, isAtCursor, isFound, frame, onGo, onToggle, onOpenAlike }: Props) {
  const isSpan = isSpanLine(row);
  return (
    // The keyboard moves in the tree as a whole, which has the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      role="treeitem"
      id={rowDomId(row.id)}
      aria-level={row.depth + 1}
      aria-selected={isAtCursor}
      aria-expanded={isSpan ? (row.isOpen ?? undefined) : false}
      data-testid="span-row"
      onClick={() => (isSpan ? onGo(row) : onOpenAlike(row.id))}
      className={cn('absolute inset-x-0 top-0 flex h-7 items-center', isAtCursor ? 'bg-selected ring-1 ring-transparent ring-inset group-focus/tree:ring-accent' : 'hover:bg-hover')}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div className="flex h-full shrink-0 items-center overflow-hidden border-r pr-2 pl-2" style={{ width: frame.treeWidth }}>
        <Guides row={row} step={frame.step} />
        {isSpan ? <SpanName row={row} isFound={isFound} onToggle={onToggle} /> : <AlikeName row={row} />}
        <span className="num ml-auto shrink-0 pl-2 text-2xs text-subtle">{isSpan ? measured(row.span, frame.measure) : measuredAll(row.alike, frame.measure)}</span>
      </div>
      <div className="relative h-full min-w-0 flex-1 overflow-hidden">{isSpan ? <SpanBar span={row.span} isFound={isFound} frame={frame} /> : <AlikeBars alike={row.alike} frame={frame} />}</div>
    </div>
  );
});

function Guides({ row, step }: { row: Row; step: number }) {
  if (row.depth === 0) return null;
  const lines = [];
  for (let depth = Math.max(1, row.depth - 31); depth < row.depth; depth += 1) {
    if (row.guides & (1 << depth)) lines.push(<span key={depth} className="absolute inset-y-0 border-l border-line-strong" style={{ left: (depth - 1) * step + 7 }} />);
  }
  return (
    <span aria-hidden className="relative h-full shrink-0" style={{ width: row.depth * step }}>
      {lines}
      <span className="absolute top-0 border-l border-line-strong" style={{ left: (row.depth - 1) * step + 7, height: row.isLast ? ROW_PX / 2 : ROW_PX }} />
      <span className="absolute border-t border-line-strong" style={{ left: (row.depth - 1) * step + 7, width: Math.max(3, step - 7), top: ROW_PX / 2 }} />
    </span>
  );
}

function SpanName({ row, isFound, onToggle }: { row: SpanLine; isFound: boolean; onToggle: (id: string) => void }) {
  const { span, isOpen } = row;
  const isBad = isFailed(span);
  return (
    <>
      {isOpen === null ? (
        <span className="w-1 shrink-0" />
      ) : (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the arrow keys do it
        <span
          aria-hidden
          data-testid="fold"
          onClick={(event) => {
            event.stopPropagation();
            onToggle(span.id);
          }}
          className="-ml-1 grid size-6 shrink-0 cursor-pointer place-items-center rounded text-subtle hover:text-fg"
        >
          <ChevronRight size={12} className={cn('transition-transform', isOpen && 'rotate-90')} />
        </span>
      )}
      <KindIcon kind={span.kind} size={12} failed={isBad} />
      <span title={span.name} className={cn('ml-2 truncate', !isFound ? 'text-subtle' : isBad ? 'font-medium text-err' : row.depth < 2 && 'font-medium')}>
        {visible(span.name)}
      </span>
      {!isBad && span.totals.errors > 0 && (
        <span role="img" title={traces.failureBelow} aria-label={traces.failureBelow} className="ml-1.5 size-1.5 shrink-0 rounded-full bg-err" />
      )}
      {isOpen === false && <span className="num ml-1.5 shrink-0 text-2xs text-subtle">+{integer(span.totals.spans - 1)}</span>}
    </>
  );
}

function AlikeName({ row }: { row: AlikeLine }) {
  const first = row.alike[0]!;
  return (
    <>
      <span aria-hidden className="-ml-1 grid size-6 shrink-0 place-items-center text-subtle">
        <ChevronRight size={12} />
      </span>
      <KindIcon kind={first.kind} size={12} />
      <span className="ml-2 truncate text-muted">{visible(first.name)}</span>
      <span className="num ml-1.5 shrink-0 rounded bg-hover px-1 text-2xs text-muted">× {integer(row.alike.length)}</span>
    </>
  );
}

function measured(span: Span, measure: Measure): string {
  if (measure === 'self') return duration(span.selfMs);
  const value = measure === 'cost' ? span.totals.cost : span.totals.tokens;
  if (value === 0) return '';
  return measure === 'cost' ? money(value) : compact(value);
}

function measuredAll(spans: Span[], measure: Measure): string {
  const sum = (of: (span: Span) => number) => spans.reduce((total, span) => total + of(span), 0);
  if (measure === 'self') return duration(sum((span) => span.selfMs));
  const value = sum((span) => (measure === 'cost' ? span.totals.cost : span.totals.tokens));
  if (value === 0) return '';
  return measure === 'cost' ? money(value) : compact(value);
}

/** Parents are pale, leaves solid, failures red. */
function SpanBar({ span, isFound, frame }: { span: Span; isFound: boolean; frame: Frame }) {
  const bar = placeBar(frame.axis, frame.zoom, frame.width, { from: span.start, to: span.end });
  if (!bar) return null;
  const colour = isFailed(span) ? 'var(--err)' : kindColour(span.kind);
  const isParent = span.children.length > 0;
  return (
    <>
      <span
        className={cn('absolute top-[7px] h-3.5 rounded-[3px]', span.isOpen && 'rounded-r-none', !isFound && 'opacity-35')}
        style={{ left: bar.left + BAR_PAD, width: bar.width, background: barColour(colour, isParent) }}
      >
        {span.isOpen && <span className="livedot absolute inset-y-0 right-0 w-[3px] rounded-sm" style={{ background: colour }} />}
      </span>
      {isFound && <BarLabel bar={bar} isPale={isParent} text={duration(span.end - span.start)} />}
    </>
  );
}

function barColour(colour: string, isPale: boolean): string {
  return `color-mix(in oklab, ${colour} ${isPale ? 28 : 100}%, var(--surface))`;
}

function BarLabel({ bar, isPale, text }: { bar: Bar; isPale: boolean; text: string }) {
  if (!bar.label) return null;
  const { side, px } = bar.label;
  const place = { inside: { left: px + BAR_PAD + 6 }, right: { left: px + BAR_PAD + 5 }, left: { left: px + BAR_PAD - 5, translate: '-100%' } }[side];
  return (
    <span className={cn('num absolute top-1.5 text-2xs whitespace-nowrap', side === 'inside' ? (isPale ? 'text-fg' : 'text-white dark:text-black') : 'text-subtle')} style={place}>
      {text}
    </span>
  );
}

function AlikeBars({ alike, frame }: { alike: Span[]; frame: Frame }) {
  const colour = barColour(kindColour(alike[0]!.kind), false);
  let reached = -1;
  const bars = [];
  for (const span of alike) {
    const bar = placeBar(frame.axis, frame.zoom, frame.width, { from: span.start, to: span.end });
    // Never more bars than pixels.
    if (!bar || bar.left + bar.width <= reached) continue;
    reached = Math.ceil(bar.left + bar.width);
    bars.push(<span key={span.id} className="absolute top-[9px] h-2.5 rounded-[2px]" style={{ left: bar.left + BAR_PAD, width: bar.width, background: colour }} />);
  }
  const whole = placeBar(frame.axis, frame.zoom, frame.width, { from: alike[0]!.start, to: alike.reduce((latest, span) => Math.max(latest, span.end), 0) });
  const label = whole && whole.label?.side === 'inside' ? (whole.left + whole.width + 60 < frame.width ? { ...whole, label: { side: 'right' as const, px: whole.left + whole.width } } : null) : whole;
  return (
    <>
      {bars}
      {label && <BarLabel bar={label} isPale={false} text={duration(alike.reduce((sum, span) => sum + span.end - span.start, 0))} />}
    </>
  );
}
