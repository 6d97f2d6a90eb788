// Counts by day as bars: the server leaves out days without runs.

import { utcDay } from '@/lib/format';

export interface Day {
  /** Midnight UTC. */
  date: string;
  count: number;
}

const DAYS = 30;
const DAY_MS = 86_400_000;

/** The last thirty days up to `now`, in UTC, and a round number that none of them is above. */
export function barsOf(days: Day[], now: Date = new Date()): { bars: { label: string; count: number }[]; top: number } {
  const counts = new Map(days.map((one) => [one.date.slice(0, 10), one.count]));
  const bars = Array.from({ length: DAYS }, (_, index) => {
    const at = new Date(now.getTime() - (DAYS - 1 - index) * DAY_MS);
    return { label: utcDay(at, now), count: counts.get(at.toISOString().slice(0, 10)) ?? 0 };
  });
  return { bars, top: roundUp(Math.max(...bars.map((bar) => bar.count))) };
}

/** The next of 1, 2, 5 times a power of ten. */
export function roundUp(value: number): number {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((one) => one * power >= value) ?? 10;
  return step * power;
}
