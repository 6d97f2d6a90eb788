// The geometry of the volume strip. Pure.

import { clock, compact, day } from '@/lib/format';

/** A round number that is at least as large as the largest bar, and the ticks below it. */
export function scaleOf(largest: number): { top: number; ticks: number[] } {
  const least = Math.max(1, largest);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 4, 5, 10].find((factor) => factor * power >= least) ?? 10;
  const top = step * power;
  return { top, ticks: top >= 2 && Number.isInteger(top / 2) ? [0, top / 2, top] : [0, top] };
}

export function tickLabel(value: number): string {
  return compact(value);
}

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const STEPS = [MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY, 365 * DAY];

export interface TimeTick {
  at: number;
  label: string;
}

/** Moments to label, at least `apart` of the width from each other, on whole minutes, hours or days of the person's zone. */
export function timeTicks(from: number, to: number, most: number): TimeTick[] {
  const span = Math.max(1, to - from);
  const step = STEPS.find((one) => span / one <= Math.max(1, most)) ?? STEPS.at(-1)!;
  const shift = new Date(from).getTimezoneOffset() * MINUTE;
  const ticks: TimeTick[] = [];
  for (let at = Math.ceil((from - shift) / step) * step + shift; at <= to; at += step) {
    const date = new Date(at);
    const isMidnight = date.getHours() === 0 && date.getMinutes() === 0;
    ticks.push({ at, label: step >= DAY || isMidnight ? day(date) : clock(date).slice(0, 5) });
  }
  return ticks;
}
