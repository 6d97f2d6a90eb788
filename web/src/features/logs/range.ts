// The time that a list is about: the last so and so long, or from one moment to another.

import type { Check } from '@/lib/filters';
import { clock, day, time } from '@/lib/format';

export const RANGES = ['1h', '24h', '7d', '30d', '90d', 'all'] as const;
export type RangeId = (typeof RANGES)[number];

const HOUR = 3_600_000;
const LENGTHS: Record<Exclude<RangeId, 'all'>, number> = { '1h': HOUR, '24h': 24 * HOUR, '7d': 168 * HOUR, '30d': 720 * HOUR, '90d': 2160 * HOUR };

export const DEFAULT_RANGE: RangeId = '24h';

/** `last` counts back from now; a span has one or two ends, in ISO. */
export type Range = { last: RangeId } | { from?: string; to?: string };

export function readRange(search: { range?: string; from?: string; to?: string }): Range {
  const from = moment(search.from);
  const to = moment(search.to);
  if (from || to) return { from, to };
  return { last: RANGES.find((id) => id === search.range) ?? DEFAULT_RANGE };
}

function moment(text: string | undefined): string | undefined {
  const at = text ? new Date(text) : null;
  return at && !Number.isNaN(at.getTime()) ? at.toISOString() : undefined;
}

/** As parameters of the page; the default is left out. */
export function rangeSearch(range: Range): { range?: string; from?: string; to?: string } {
  if (!('last' in range)) return { range: undefined, from: range.from, to: range.to };
  return { range: range.last === DEFAULT_RANGE ? undefined : range.last, from: undefined, to: undefined };
}

/** What is asked of the server, where now is `asOf`. */
export function rangeChecks(range: Range, asOf: number): Check[] {
  if ('last' in range) return range.last === 'all' ? [] : [date('gt', new Date(asOf - LENGTHS[range.last]).toISOString())];
  return [range.from ? date('gte', range.from) : null, range.to ? date('lt', range.to) : null].filter((check) => check !== null);
}

function date(operator: string, at: string): Check {
  return { id: 'date', params: { operator, date: at } };
}

/** The range as milliseconds; `undefined` at an end that is open. */
export function rangeBounds(range: Range, asOf: number): { from?: number; to?: number } {
  if ('last' in range) return range.last === 'all' ? {} : { from: asOf - LENGTHS[range.last], to: asOf };
  return { from: range.from ? Date.parse(range.from) : undefined, to: range.to ? Date.parse(range.to) : undefined };
}

/** Longer ranges, the next one first. */
export function widerRanges(range: Range, asOf: number): RangeId[] {
  const from = rangeBounds(range, asOf).from;
  if ('last' in range) return RANGES.slice(RANGES.indexOf(range.last) + 1);
  if (from === undefined) return [];
  return RANGES.filter((id) => id === 'all' || asOf - LENGTHS[id] < from);
}

/** `Nov 21 15:00 – 16:30`, in the words of the person's own time zone. */
export function spanText(from: Date, to: Date, now = new Date()): string {
  const isOneDay = from.toDateString() === to.toDateString();
  const isShort = to.getTime() - from.getTime() < 10 * 60_000;
  const short = (at: Date): string => (isShort ? clock(at) : clock(at).slice(0, 5));
  const start = from.toDateString() === now.toDateString() ? short(from) : `${day(from, now)} ${short(from)}`;
  return `${start} – ${isOneDay ? short(to) : to.toDateString() === now.toDateString() ? `${day(to, now)} ${short(to)}` : time(to, now)}`;
}
