// How numbers, money, durations and times look: one function each, everywhere the same.

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const rules = new Intl.PluralRules('en-US');

/** `1739` as `1,739`. */
export function integer(value: number): string {
  return whole.format(value);
}

/** Picks the word that goes with a count and puts the count before it: `1 call`, `1,739 calls`. */
export function count(value: number, one: string, other: string): string {
  return `${integer(value)} ${plural(value, one, other)}`;
}

export function plural(value: number, one: string, other: string): string {
  return rules.select(value) === 'one' ? one : other;
}

/** At most four characters from ten thousand on: `12.3k`, `4M`, `1.2B`. */
export function compact(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return `${short(value / 1e9)}B`;
  if (size >= 1e6) return `${short(value / 1e6)}M`;
  if (size >= 1e4) return `${short(value / 1e3)}k`;
  return integer(value);
}

function short(value: number): string {
  return (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(1)).replace(/\.0$/, '');
}

/** US dollars, three significant digits below a dollar: `$0.0124`. Nothing spent is a dash. */
export function money(usd: number): string {
  if (usd === 0) return '–';
  if (usd < 1e-6) return '<$0.000001';
  if (usd < 1) return `$${trimmedPrecision(usd)}`;
  if (usd < 1000) return `$${usd.toFixed(2)}`;
  return `$${usd < 10_000 ? integer(usd) : compact(usd)}`;
}

/** Three significant digits, never in exponent form. */
function trimmedPrecision(value: number): string {
  const digits = Math.min(8, 2 - Math.floor(Math.log10(value)));
  return value.toFixed(Math.max(2, digits));
}

/** Milliseconds: `<1 ms`, `342 ms`, `5.33 s`, `2m 05s`, `3h 12m`. */
export function duration(ms: number): string {
  if (ms < 1) return '<1 ms';
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_995) return `${(ms / 1000).toFixed(2)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
  return count(Math.round(minutes / 1440), 'day', 'days');
}

/** Bytes in powers of 1,024: `640 B`, `12.4 KB`, `3.1 GB`. */
export function bytes(value: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  let at = 0;
  let size = value;
  while (size >= 1024 && at < units.length - 1) {
    size /= 1024;
    at += 1;
  }
  return at === 0 ? `${integer(size)} B` : `${size.toFixed(size < 100 ? 1 : 0).replace(/\.0$/, '')} ${units[at]}`;
}

export function percent(share: number): string {
  const value = share * 100;
  return value > 0 && value < 0.1 ? '<0.1%' : `${value.toFixed(value < 10 ? 1 : 0).replace(/\.0$/, '')}%`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `15:42:07` */
export function clock(at: Date): string {
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** `Nov 21`, with the year when it is not this one. */
export function day(at: Date, now: Date = new Date()): string {
  const text = `${MONTHS[at.getMonth()]} ${at.getDate()}`;
  return at.getFullYear() === now.getFullYear() ? text : `${text}, ${at.getFullYear()}`;
}

/** The day of UTC that a moment lies in, wherever the reader is. */
export function utcDay(at: Date, now: Date = new Date()): string {
  return day(new Date(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()), now);
}

/** In lists: `15:42:07` today, else `Nov 21 15:42`; with the year when it is not this one. */
export function time(at: Date, now: Date = new Date()): string {
  if (at.toDateString() === now.toDateString()) return clock(at);
  return `${day(at, now)} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** `just now`, `5 minutes ago`, `in 3 days`: for what is read, not compared. */
export function ago(at: Date, now: Date = new Date()): string {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1000);
  const size = Math.abs(seconds);
  if (size < 45) return 'just now';
  const steps: [number, string, string][] = [
    [60, 'minute', 'minutes'],
    [3600, 'hour', 'hours'],
    [86_400, 'day', 'days'],
    [30 * 86_400, 'month', 'months'],
    [365 * 86_400, 'year', 'years'],
  ];
  const step = steps.findLast(([unit]) => size >= unit * 0.75) ?? steps[0]!;
  const text = count(Math.max(1, Math.round(size / step[0])), step[1], step[2]);
  return seconds >= 0 ? `${text} ago` : `in ${text}`;
}
