import { type PointerEvent, useEffect, useRef, useState } from 'react';
import type { Histogram } from '@/api/runs';
import { cn } from '@/lib/cn';
import { logs } from '@/texts/logs';
import { spanText } from './range';
import { scaleOf, tickLabel, timeTicks } from './bars';

const HEIGHT = 56;
const AXIS = 40;
const TICK = 76;

interface Props {
  data: Histogram | undefined;
  isStale: boolean;
  onSpan: (from: number, to: number) => void;
}

/** How many runs there were when, failures in red at the foot; dragging chooses a time. */
export function Volume({ data, isStale, onSpan }: Props) {
  const [box, width] = useWidth();
  return (
    <section aria-label={logs.volume} ref={box} className={cn('relative shrink-0 border-b px-4 pt-2', isStale && 'opacity-60 transition-opacity delay-300')} style={{ height: HEIGHT + 32 }}>
      {data && data.data.length > 0 && width > AXIS ? <Bars data={data} width={width - AXIS} onSpan={onSpan} /> : null}
    </section>
  );
}

function useWidth(): [React.RefObject<HTMLElement | null>, number] {
  const box = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!box.current) return undefined;
    const watcher = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    watcher.observe(box.current);
    return () => watcher.disconnect();
  }, []);
  return [box, width];
}

interface BarsProps {
  data: Histogram;
  width: number;
  onSpan: (from: number, to: number) => void;
}

function Bars({ data, width, onSpan }: BarsProps) {
  const bars = data.data;
  const from = Date.parse(data.from);
  const to = Math.max(Date.parse(data.to), from + data.stepMs * bars.length);
  const step = width / bars.length;
  const { top, ticks } = scaleOf(Math.max(...bars.map(({ count }) => count)));
  const y = (value: number): number => HEIGHT - (value / top) * HEIGHT;
  const x = (at: number): number => ((at - from) / (to - from)) * width;
  const [at, setAt] = useState<number | null>(null);
  const drag = useDrag(bars.length, step, (first, last) => onSpan(from + first * data.stepMs, from + (last + 1) * data.stepMs));
  const errors = bars.reduce((sum, bar) => sum + bar.errors, 0);
  const calls = bars.reduce((sum, bar) => sum + bar.count, 0);
  return (
    <>
      <div className="relative flex">
        <div aria-hidden className="num shrink-0 text-2xs text-subtle" style={{ width: AXIS, height: HEIGHT }}>
          {ticks.map((tick) => (
            <span key={tick} className="absolute -translate-y-1/2 pr-2 text-right" style={{ top: y(tick), width: AXIS - 4 }}>
              {tickLabel(tick)}
            </span>
          ))}
        </div>
        <svg
          role="img"
          aria-label={`${logs.volume}: ${logs.volumeText(calls, errors)}`}
          width={width}
          height={HEIGHT}
          className="block cursor-crosshair touch-none"
          {...drag.handlers}
          onPointerMove={(event) => {
            setAt(placeOf(event, step, bars.length));
            drag.handlers.onPointerMove(event);
          }}
          onPointerLeave={() => setAt(null)}
        >
          {ticks.map((tick) => (
            <line key={tick} x1={0} x2={width} y1={y(tick) - 0.5} y2={y(tick) - 0.5} stroke="var(--line)" strokeDasharray={tick === 0 ? undefined : '2 3'} />
          ))}
          {bars.map((bar, index) => (
            <g key={index} opacity={at === null || at === index || drag.span ? 1 : 0.75}>
              <rect x={index * step + 0.5} y={y(bar.count)} width={Math.max(1, step - 1.5)} height={HEIGHT - y(bar.count)} rx={1} fill="color-mix(in oklab, var(--c1) 45%, var(--surface))" />
              {bar.errors > 0 && <rect x={index * step + 0.5} y={Math.min(y(bar.errors), HEIGHT - 1.5)} width={Math.max(1, step - 1.5)} height={Math.max(1.5, HEIGHT - y(bar.errors))} fill="var(--err)" />}
            </g>
          ))}
          {drag.span && <rect x={drag.span[0] * step} y={0} width={(drag.span[1] - drag.span[0] + 1) * step} height={HEIGHT} fill="color-mix(in oklab, var(--accent) 16%, transparent)" stroke="var(--accent)" />}
        </svg>
        {at !== null && bars[at] && <Tip bar={bars[at]} span={drag.span} from={from} stepMs={data.stepMs} left={AXIS + (at + 0.5) * step} width={width + AXIS} />}
      </div>
      <div aria-hidden className="num relative h-5 text-2xs text-subtle" style={{ marginLeft: AXIS }}>
        {timeTicks(from, to, width / TICK)
          .filter((tick) => x(tick.at) > 16 && x(tick.at) < width - 16)
          .map((tick) => (
            <span key={tick.at} className="absolute top-0.5 -translate-x-1/2 whitespace-nowrap" style={{ left: x(tick.at) }}>
              {tick.label}
            </span>
          ))}
      </div>
    </>
  );
}

function placeOf(event: PointerEvent<SVGSVGElement>, step: number, count: number): number {
  const left = event.clientX - event.currentTarget.getBoundingClientRect().left;
  return Math.max(0, Math.min(count - 1, Math.floor(left / step)));
}

/** From one bar to another; a click is the one bar. */
function useDrag(count: number, step: number, onEnd: (first: number, last: number) => void) {
  const [ends, setEnds] = useState<[number, number] | null>(null);
  const span: [number, number] | null = ends && [Math.min(...ends), Math.max(...ends)];
  const handlers = {
    onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const place = placeOf(event, step, count);
      setEnds([place, place]);
    },
    onPointerMove: (event: PointerEvent<SVGSVGElement>) => {
      const place = placeOf(event, step, count);
      setEnds((now) => now && [now[0], place]);
    },
    onPointerUp: () => {
      if (span) onEnd(...span);
      setEnds(null);
    },
    onPointerCancel: () => setEnds(null),
  };
  return { span, handlers };
}

interface TipProps {
  bar: Histogram['data'][number];
  span: [number, number] | null;
  from: number;
  stepMs: number;
  left: number;
  width: number;
}

function Tip({ bar, span, from, stepMs, left, width }: TipProps) {
  const start = span ? from + span[0] * stepMs : Date.parse(bar.at);
  const end = span ? from + (span[1] + 1) * stepMs : start + stepMs;
  const isRight = left > width - 200;
  return (
    <div role="status" className="num pointer-events-none absolute top-0 z-30 rounded-md bg-ink px-2 py-1 text-xs whitespace-nowrap text-on-ink" style={{ left: isRight ? left - 8 : left + 8, translate: isRight ? '-100%' : undefined }}>
      <div className="opacity-70">{spanText(new Date(start), new Date(end))}</div>
      {!span && logs.volumeText(bar.count, bar.errors)}
    </div>
  );
}
