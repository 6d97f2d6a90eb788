// Finding in the texts of a run: our own search, so that what is folded or far away is found too.

import { createContext } from 'react';

/** What is looked for, in lower case; empty for nothing. */
export const Needle = createContext('');

/** How often `needle` (lower case) stands in `text`. */
export function hitCount(text: string, needle: string): number {
  if (needle === '') return 0;
  const haystack = text.toLowerCase();
  let count = 0;
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + needle.length)) count += 1;
  return count;
}

/** The text in pieces; every second one is what was looked for. */
export function pieces(text: string, needle: string): string[] {
  if (needle === '') return [text];
  const haystack = text.toLowerCase();
  // Folding can change the length of a text (İ): then places would not fit.
  if (haystack.length !== text.length) return [text];
  const out: string[] = [];
  let last = 0;
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, last)) {
    out.push(text.slice(last, at), text.slice(at, at + needle.length));
    last = at + needle.length;
  }
  out.push(text.slice(last));
  return out;
}

export interface Hit {
  /** Which message. */
  message: number;
  /** Which of the hits in it. */
  place: number;
}

export function hitsIn(texts: string[], needle: string): Hit[] {
  const lower = needle.trim().toLowerCase();
  return texts.flatMap((text, message) => Array.from({ length: hitCount(text, lower) }, (_, place) => ({ message, place })));
}
