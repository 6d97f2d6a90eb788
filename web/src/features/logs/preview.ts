// The few words of a run that fit into a cell.

import type { RunRow } from '@/api/runs';
import { first, isObject, type Obj } from '@/components/messages/json';

const LENGTH = 200;

/** Rows of the live stream may come without previews: then they are made here, of what is there. */
export function preview(row: RunRow, side: 'input' | 'output'): string {
  const made = side === 'input' ? row.inputPreview : row.outputPreview;
  if (typeof made === 'string') return made;
  return compact(row[side]);
}

/** The last thing that was said, as far as that can be told without reading all of it. */
function compact(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return line(value);
  if (Array.isArray(value)) return compact(value.at(-1));
  return isObject(value) ? line(saidIn(value)) : String(value);
}

function saidIn(value: Obj): string {
  const said = first(value, 'content', 'parts', 'text', 'refusal');
  if (typeof said === 'string' && said !== '') return said;
  if (Array.isArray(said) && said.length > 0) return compact(said);
  const title = first(value, 'title', 'pageContent', 'page_content');
  return typeof title === 'string' ? title : (JSON.stringify(value) ?? '');
}

/** The first line of why it failed. */
export function errorLine({ error }: RunRow): string {
  if (error === null || error === undefined) return '';
  const message = isObject(error) ? first(error, 'message', 'error') : error;
  return line((typeof message === 'string' ? message : (JSON.stringify(error) ?? '')).trim().split('\n')[0] ?? '');
}

function line(text: string): string {
  return text.slice(0, LENGTH * 2).replace(/\s+/g, ' ').trim().slice(0, LENGTH);
}

/** How much of a text stands before the first hit in a cell, which shows only a few words. */
const BEFORE_HIT = 12;

/** The end of what stands before a hit, from the beginning of a word on. */
function tail(text: string): string {
  const flat = [...text.replace(/\s+/g, ' ')];
  if (flat.length <= BEFORE_HIT) return flat.join('');
  const cut = flat.slice(-BEFORE_HIT).join('');
  return `… ${cut.slice(cut.indexOf(' ') + 1)}`;
}

/** A text in pieces; every second one was hit. Ranges that do not fit the text are left out, and so is what stands far before the first. */
export function hitPieces(text: string, ranges: [number, number][]): string[] {
  const out: string[] = [];
  let last = 0;
  for (const [start, length] of ranges.toSorted((one, other) => one[0] - other[0])) {
    if (start < last || length <= 0 || start + length > text.length) continue;
    out.push(text.slice(last, start), text.slice(start, start + length));
    last = start + length;
  }
  out.push(text.slice(last));
  return out.length > 1 ? [tail(out[0]!), ...out.slice(1)] : out;
}
