// The few words of a run that fit into a cell.

import type { RunRow } from '@/api/runs';
import { contentOf, errorContent, wordsOf } from '@/components/messages/parse';

const LENGTH = 200;

/** Rows of the live stream may come without previews: then they are made here, of what is there. */
export function preview(row: RunRow, side: 'input' | 'output'): string {
  const made = side === 'input' ? row.inputPreview : row.outputPreview;
  if (typeof made === 'string') return made;
  return compact(row[side]);
}

function compact(value: unknown): string {
  const content = contentOf(value);
  switch (content.kind) {
    case 'messages':
      return line(wordsOf(content.messages.at(-1)!));
    case 'documents':
      return line(content.documents.map(({ title }) => title).join(', '));
    case 'json':
      return line(JSON.stringify(content.value) ?? '');
    case 'text':
      return line(content.text);
    case 'withheld':
      return '';
    default:
      return '';
  }
}

/** The first line of why it failed. */
export function errorLine(row: RunRow): string {
  const content = errorContent(row.error);
  return content.kind === 'error' ? line(content.message.split('\n')[0] ?? '') : '';
}

function line(text: string): string {
  return text.slice(0, LENGTH * 2).replace(/\s+/g, ' ').trim().slice(0, LENGTH);
}

/** A text in pieces; every second one was hit. Ranges that do not fit the text are left out. */
export function hitPieces(text: string, ranges: [number, number][]): string[] {
  const out: string[] = [];
  let last = 0;
  for (const [start, length] of ranges.toSorted((one, other) => one[0] - other[0])) {
    if (start < last || length <= 0 || start + length > text.length) continue;
    out.push(text.slice(last, start), text.slice(start, start + length));
    last = start + length;
  }
  out.push(text.slice(last));
  return out;
}
