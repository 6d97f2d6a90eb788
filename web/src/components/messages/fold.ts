// How much of a message is shown at first.

import { partWords } from './parse';
import type { Message } from './types';

const FOLDED_LINES = 3;
export const SHOWN_LINES = 40;
/** Characters that fit into a line of the panel, about. */
const LINE = 90;

/** How many lines a text takes, about. */
export function linesOf(text: string): number {
  let lines = 0;
  for (const line of text.split('\n')) lines += Math.max(1, Math.ceil(line.length / LINE));
  return lines;
}

/** What the system says and what tools answer starts folded when it is long. */
export function startsFolded(message: Message): boolean {
  if (message.role !== 'system' && message.role !== 'tool') return false;
  return message.parts.reduce((sum, part) => sum + linesOf(partWords(part)), 0) > FOLDED_LINES;
}

/** The first lines of a text, where it has more than are shown at once. */
export function cut(text: string, most = SHOWN_LINES): { text: string; hidden: number } {
  const total = linesOf(text);
  if (total <= most) return { text, hidden: 0 };
  const kept: string[] = [];
  let used = 0;
  for (const line of text.split('\n')) {
    const size = Math.max(1, Math.ceil(line.length / LINE));
    if (used + size > most) {
      if (used < most) kept.push(line.slice(0, (most - used) * LINE));
      break;
    }
    kept.push(line);
    used += size;
  }
  return { text: kept.join('\n'), hidden: total - most };
}
