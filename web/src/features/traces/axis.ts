// The time axis of a trace. Long pauses, in which nothing but waiting happened, are drawn short: between the milliseconds of
// the trace and the pixels of the screen lies a length in units, of which a pause has few.

import type { Span, Trace } from './tree';

export interface Gap {
  /** Milliseconds. */
  from: number;
  to: number;
}

export interface Axis {
  gaps: Gap[];
  /** Of the whole trace. */
  length: number;
  toUnits: (ms: number) => number;
  toMs: (units: number) => number;
}

/** A part of the axis, in units. */
export type Zoom = readonly [from: number, to: number];

/** Shorter than this is no pause. */
const LEAST_GAP_MS = 1000;
/** A pause is at least this share of the time in which something ran. */
const LEAST_GAP_SHARE = 0.3;
/** What a pause is drawn as, of the same time; all together at most half of it. */
const GAP_SHARE = 0.05;

export function makeAxis(trace: Trace, isCompressed: boolean): Axis {
  const { busy, gaps } = isCompressed ? findGaps(trace) : { busy: 0, gaps: [] };
  const drawn = busy * Math.min(GAP_SHARE, 0.5 / Math.max(1, gaps.length));
  // Pieces of the axis, each with where it begins on both scales and how many units a millisecond has.
  const pieces: { ms: number; units: number; scale: number }[] = [];
  let units = 0;
  let ms = trace.from;
  for (const gap of gaps) {
    pieces.push({ ms, units, scale: 1 });
    units += gap.from - ms;
    pieces.push({ ms: gap.from, units, scale: drawn / (gap.to - gap.from) });
    units += drawn;
    ms = gap.to;
  }
  pieces.push({ ms, units, scale: 1 });
  const pieceAt = (field: 'ms' | 'units', value: number) => pieces[lastAtMost(pieces, field, value)]!;
  return {
    gaps,
    length: Math.max(1, units + trace.to - ms),
    toUnits: (value) => {
      const piece = pieceAt('ms', value);
      return piece.units + (value - piece.ms) * piece.scale;
    },
    toMs: (value) => {
      const piece = pieceAt('units', value);
      return piece.scale === 0 ? piece.ms : piece.ms + (value - piece.units) / piece.scale;
    },
  };
}

/** The place of the last piece that does not begin after the value; the first one for what is before all. */
function lastAtMost<Field extends string>(pieces: Record<Field, number>[], field: Field, value: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pieces[middle]![field] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The times during which no leaf ran, if they are long; and how much is left. */
function findGaps(trace: Trace): { busy: number; gaps: Gap[] } {
  const leaves = trace.spans.filter((span) => span.children.length === 0).toSorted((one, other) => one.start - other.start);
  const pauses: Gap[] = [];
  let reached = trace.from;
  for (const leaf of leaves) {
    if (leaf.start - reached > LEAST_GAP_MS) pauses.push({ from: reached, to: leaf.start });
    reached = Math.max(reached, leaf.end);
  }
  if (trace.to - reached > LEAST_GAP_MS) pauses.push({ from: reached, to: trace.to });
  const total = trace.to - trace.from;
  const paused = pauses.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  // Where nothing lasted at all, such as turns of a conversation, every pause is long.
  const ran = Math.max(total - paused, total / 1000, 1);
  const gaps = pauses.filter((gap) => gap.to - gap.from > ran * LEAST_GAP_SHARE);
  return { busy: total - gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0) || ran, gaps };
}

/** Never outside the axis, never smaller than a thousandth of a millisecond allows to see. */
export function clampZoom(axis: Axis, from: number, to: number): Zoom | null {
  const least = Math.min(axis.length, 0.5);
  const size = Math.min(axis.length, Math.max(least, to - from));
  const start = Math.max(0, Math.min(axis.length - size, from));
  return size >= axis.length * 0.999 ? null : [start, start + size];
}

/** `factor` below 1 comes nearer; what lies at `units` stays where it is. */
export function zoomAt(axis: Axis, zoom: Zoom | null, units: number, factor: number): Zoom | null {
  const [from, to] = zoom ?? [0, axis.length];
  return clampZoom(axis, units - (units - from) * factor, units + (to - units) * factor);
}

/** `share` of what is in sight, to the right where positive. */
export function pan(axis: Axis, zoom: Zoom | null, share: number): Zoom | null {
  if (!zoom) return null;
  const by = (zoom[1] - zoom[0]) * share;
  return clampZoom(axis, zoom[0] + by, zoom[1] + by);
}

/** A span with some room on both sides. */
export function fit(axis: Axis, span: Span): Zoom | null {
  const from = axis.toUnits(span.start);
  const to = axis.toUnits(span.end);
  const room = Math.max((to - from) * 0.08, 0.5);
  return clampZoom(axis, from - room, to + room);
}

/** A bar of a smaller share than this is hardly to be seen. */
const TOO_SMALL = 0.02;

/** What is in sight at first: all, or where the span alone would be a dot, the largest part around it that is not nearly all. */
export function firstZoom(axis: Axis, span: Span): Zoom | null {
  const share = (one: Span): number => (axis.toUnits(one.end) - axis.toUnits(one.start)) / axis.length;
  if (share(span) >= TOO_SMALL) return null;
  let around: Span | null = null;
  for (let at = span.parent; at?.parent; at = at.parent) {
    if (share(at) < 0.5) around = at;
  }
  return around && share(around) > share(span) ? fit(axis, around) : null;
}

/** The part of the same size that has the span in sight; the same part where it has. */
export function follow(axis: Axis, zoom: Zoom | null, span: Span): Zoom | null {
  if (!zoom) return null;
  const from = axis.toUnits(span.start);
  const to = axis.toUnits(span.end);
  if (to >= zoom[0] && from <= zoom[1]) return zoom;
  const size = zoom[1] - zoom[0];
  return clampZoom(axis, (from + to - size) / 2, (from + to + size) / 2);
}

export interface Tick {
  /** From the left edge. */
  px: number;
  ms: number;
}

/** The least distance of two ticks. */
const TICK_PX = 84;

/** Round times in sight, none inside a pause. */
export function ticksOf(axis: Axis, zoom: Zoom | null, width: number, origin: number): { ticks: Tick[]; stepMs: number } {
  const [from, to] = zoom ?? [0, axis.length];
  const scale = width / (to - from);
  const stepMs = niceStep(TICK_PX / scale);
  const ticks: Tick[] = [];
  let ms = origin + Math.ceil((axis.toMs(from) - origin) / stepMs) * stepMs;
  const last = axis.toMs(to);
  while (ms <= last && ticks.length < 60) {
    const gap = axis.gaps.find((one) => ms > one.from && ms < one.to);
    if (gap) {
      ms = origin + Math.ceil((gap.to - origin) / stepMs) * stepMs;
      continue;
    }
    const px = (axis.toUnits(ms) - from) * scale;
    if (px - (ticks.at(-1)?.px ?? Number.NEGATIVE_INFINITY) >= TICK_PX * 0.6) ticks.push({ px, ms: ms - origin });
    ms += stepMs;
  }
  return { ticks, stepMs };
}

const MINUTE = 60_000;
const LONG_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 720, 1440, 2880, 7200, 14_400].map((minutes) => minutes * MINUTE);

/** The next of 1, 2, 5, 10 ... milliseconds and seconds, then minutes, hours and days. */
export function niceStep(least: number): number {
  if (least > MINUTE / 2) return LONG_STEPS.find((step) => step >= least) ?? Math.ceil(least / LONG_STEPS.at(-1)!) * LONG_STEPS.at(-1)!;
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1e-3)));
  const step = [1, 2, 5, 10].find((one) => one * power >= least * 0.999) ?? 10;
  return step * power === 50_000 ? MINUTE : step * power;
}

/** A time on the axis: `0`, `250 ms`, `1.5 s`, `2m 30s`. */
export function tickLabel(ms: number, stepMs: number): string {
  if (ms === 0) return '0';
  const sign = ms < 0 ? '−' : '';
  const size = Math.abs(ms);
  if (stepMs < 100 && size < 1000) return `${sign}${Number(size.toFixed(stepMs < 1 ? 2 : 0))} ms`;
  if (size < MINUTE) return `${sign}${(size / 1000).toFixed(stepMs < 10 ? 3 : stepMs < 100 ? 2 : stepMs < 1000 ? 1 : 0)} s`;
  if (size < 60 * MINUTE) {
    const seconds = (size % MINUTE) / 1000;
    const rest = stepMs >= MINUTE ? '' : ` ${seconds.toFixed(stepMs < 1000 ? 1 : 0).padStart(stepMs < 1000 ? 4 : 2, '0')}s`;
    return `${sign}${Math.floor(size / MINUTE)}m${rest}`;
  }
  const hours = size / (60 * MINUTE);
  if (hours < 48) return `${sign}${Math.floor(hours)}h ${String(Math.round((size % (60 * MINUTE)) / MINUTE)).padStart(2, '0')}m`;
  return `${sign}${(hours / 24).toFixed(stepMs < 1440 * MINUTE ? 1 : 0)} d`;
}

export interface Bar {
  left: number;
  width: number;
  /** Where the duration is written: in the bar, beside it, or nowhere when the bar is out of sight. */
  label: { side: 'inside' | 'right' | 'left'; px: number } | null;
}

/** The width that a duration needs. */
const LABEL_PX = 58;
/** A bar is never thinner. */
const LEAST_PX = 2;

/** Where a span lies between the edges of what is in sight; `null` when it is outside. */
export function placeBar(axis: Axis, zoom: Zoom | null, width: number, span: Gap): Bar | null {
  const [from, to] = zoom ?? [0, axis.length];
  const scale = width / (to - from);
  const start = (axis.toUnits(span.from) - from) * scale;
  const end = Math.max(start + LEAST_PX, (axis.toUnits(span.to) - from) * scale);
  if (end < 0 || start > width) return null;
  const left = Math.max(0, Math.min(start, width - LEAST_PX));
  const right = Math.min(width, Math.max(end, left + LEAST_PX));
  return { left, width: right - left, label: placeLabel(left, right, width) };
}

function placeLabel(left: number, right: number, width: number): Bar['label'] {
  if (right - left >= LABEL_PX) return { side: 'inside', px: left };
  if (right + LABEL_PX <= width) return { side: 'right', px: right };
  return left >= LABEL_PX ? { side: 'left', px: left } : null;
}
