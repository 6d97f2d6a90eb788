import { memo, type PointerEvent, useEffect, useRef } from 'react';
import { kindColour } from '@/components/ui/kind';
import { cn } from '@/lib/cn';
import { traces } from '@/texts/traces';
import { type Axis, clampZoom, type Zoom } from './axis';
import { lanesOf } from './lanes';
import { isFailed, type Trace } from './tree';

const LANES = 9;
/** How high a lane is: of many, and of few, which share the room. */
const LANE_PX: [number, number] = [3.6, 7];
const EDGE_PX = 4;
/** A shorter drag is a click. */
const LEAST_DRAG_PX = 4;

interface Props {
  trace: Trace;
  axis: Axis;
  zoom: Zoom | null;
  onZoom: (zoom: Zoom | null) => void;
}

/** The whole trace in forty pixels: leaves in lanes, failures on top. Dragging zooms, a click moves what is in sight. */
export const Minimap = memo(function Minimap({ trace, axis, zoom, onZoom }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const from = useRef<number | null>(null);
  useEffect(() => drawWhenNeeded(canvas.current!, trace, axis), [trace, axis]);

  const unitsAt = (event: PointerEvent): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * axis.length;
  };
  const isDrag = (event: PointerEvent, start: number): boolean => Math.abs(unitsAt(event) - start) > (LEAST_DRAG_PX / event.currentTarget.clientWidth) * axis.length;
  const move = (event: PointerEvent): void => {
    const start = from.current;
    if (start === null || !isDrag(event, start)) return;
    onZoom(clampZoom(axis, Math.min(start, unitsAt(event)), Math.max(start, unitsAt(event))));
  };
  const end = (event: PointerEvent): void => {
    const start = from.current;
    from.current = null;
    if (start === null || isDrag(event, start) || !zoom) return;
    const half = (zoom[1] - zoom[0]) / 2;
    onZoom(clampZoom(axis, start - half, start + half));
  };
  const share = (units: number): string => `${(units / axis.length) * 100}%`;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys of the page do the same: Z, 0, + and -
    <div
      role="img"
      aria-label={traces.minimap}
      title={traces.minimap}
      data-testid="minimap"
      className="relative h-10 shrink-0 cursor-crosshair touch-none border-b bg-sunken select-none"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = unitsAt(event);
      }}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={() => {
        from.current = null;
      }}
      onDoubleClick={() => onZoom(null)}
    >
      <canvas ref={canvas} className="absolute inset-0 size-full" aria-hidden />
      {zoom && (
        <>
          <Veil className="left-0" width={share(zoom[0])} />
          <Veil className="right-0" width={share(axis.length - zoom[1])} />
          <span aria-hidden className="absolute inset-y-0 border-x border-accent" style={{ left: share(zoom[0]), width: share(zoom[1] - zoom[0]) }} />
        </>
      )}
    </div>
  );
});

function Veil({ className, width }: { className: string; width: string }) {
  return <span aria-hidden className={cn('absolute inset-y-0 bg-surface/75', className)} style={{ width }} />;
}

/** Draws now, and again when the size or the theme changes. */
function drawWhenNeeded(canvas: HTMLCanvasElement, trace: Trace, axis: Axis): () => void {
  let frame = 0;
  const later = (): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => draw(canvas, trace, axis));
  };
  const sizes = new ResizeObserver(later);
  sizes.observe(canvas);
  const themes = new MutationObserver(later);
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ['class'] });
  return () => {
    cancelAnimationFrame(frame);
    sizes.disconnect();
    themes.disconnect();
  };
}

function draw(canvas: HTMLCanvasElement, trace: Trace, axis: Axis): void {
  const ratio = devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const paper = canvas.getContext('2d');
  if (!paper) return;
  paper.scale(ratio, ratio);
  const styles = getComputedStyle(document.documentElement);
  const colours = new Map<string, string>();
  const colour = (css: string): string => {
    const known = colours.get(css) ?? styles.getPropertyValue(css.slice(4, -1)).trim();
    colours.set(css, known);
    return known;
  };
  const scale = width / axis.length;
  paper.fillStyle = colour('var(--line)');
  for (const gap of axis.gaps) paper.fillRect(axis.toUnits(gap.from) * scale, 0, Math.max(1, (axis.toUnits(gap.to) - axis.toUnits(gap.from)) * scale), height);
  const leaves = trace.spans.filter((span) => span.children.length === 0).toSorted((one, other) => one.start - other.start);
  const { laneOf, count } = lanesOf(leaves, LANES);
  const lanePx = Math.max(LANE_PX[0], Math.min(LANE_PX[1], (height - 2 * EDGE_PX) / count));
  const top = Math.max(EDGE_PX, (height - count * lanePx) / 2);
  for (const failed of [false, true]) {
    leaves.forEach((span, at) => {
      if (isFailed(span) !== failed) return;
      const from = axis.toUnits(span.start) * scale;
      paper.globalAlpha = failed ? 1 : 0.62;
      paper.fillStyle = colour(failed ? 'var(--err)' : kindColour(span.kind));
      paper.fillRect(from, top + (laneOf[at] ?? 0) * lanePx, Math.max(failed ? 2 : 1, (axis.toUnits(span.end) - axis.toUnits(span.start)) * scale), lanePx - 1);
    });
  }
}
