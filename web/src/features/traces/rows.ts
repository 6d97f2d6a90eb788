// Which lines of a trace are in sight: what is folded away, what a search leaves, and many alike as one line.

import { isFailed, type Span, type Trace } from './tree';

/** More siblings of one name in a row than this become one line. */
export const MOST_ALIKE = 6;

interface Line {
  /** Unique among the lines. */
  id: string;
  depth: number;
  /** Whether no sibling stands below it. */
  isLast: boolean;
  /** Bit n: the line of depth n goes on below. Deeper than 31 nothing is drawn. */
  guides: number;
}

export interface SpanLine extends Line {
  span: Span;
  /** `null` for a leaf. */
  isOpen: boolean | null;
}

/** Siblings of one name and kind, of which none failed, as one line. */
export interface AlikeLine extends Line {
  alike: Span[];
}

export type Row = SpanLine | AlikeLine;

export interface Shown {
  /** Spans whose children are folded away. */
  closed: ReadonlySet<string>;
  /** Lines of many alike that were opened, by id. */
  opened: ReadonlySet<string>;
  /** The spans to keep, with all above them; `null` keeps all. */
  kept: ReadonlySet<Span> | null;
}

interface Pending {
  item: Span | Span[];
  isLast: boolean;
  guides: number;
}

export function listRows(trace: Trace, shown: Shown): Row[] {
  const rows: Row[] = [];
  const stack: Pending[] = [{ item: trace.root, isLast: true, guides: 0 }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { item, isLast, guides } = next;
    if (Array.isArray(item)) {
      rows.push({ id: alikeId(item), depth: item[0]!.depth, isLast, guides, alike: item });
      continue;
    }
    const children = shown.kept ? item.children.filter((child) => shown.kept?.has(child)) : item.children;
    const isOpen = children.length === 0 ? null : !shown.closed.has(item.id) || shown.kept !== null;
    rows.push({ id: item.id, depth: item.depth, isLast, guides, span: item, isOpen });
    if (!isOpen) continue;
    const items = shown.kept ? children : foldAlike(children, shown.opened);
    const below = isLast || item.depth > 31 ? guides : guides | (1 << item.depth);
    for (let at = items.length - 1; at >= 0; at -= 1) stack.push({ item: items[at]!, isLast: at === items.length - 1, guides: below });
  }
  return rows;
}

export function alikeId(alike: Span[]): string {
  return `alike-${alike[0]!.id}`;
}

/** Puts siblings in a row that are alike into lists, unless somebody opened the list. Never one that failed or holds a failure. */
function foldAlike(children: Span[], opened: ReadonlySet<string>): (Span | Span[])[] {
  if (children.length <= MOST_ALIKE) return children;
  const out: (Span | Span[])[] = [];
  let from = 0;
  for (let at = 1; at <= children.length; at += 1) {
    if (at < children.length && isAlike(children[from]!, children[at]!)) continue;
    const alike = children.slice(from, at);
    if (alike.length > MOST_ALIKE && !opened.has(alikeId(alike))) out.push(alike);
    else out.push(...alike);
    from = at;
  }
  return out;
}

function isAlike(one: Span, other: Span): boolean {
  return one.name === other.name && one.kind === other.kind && one.totals.errors === 0 && other.totals.errors === 0 && !one.isOpen && !other.isOpen;
}

/** What has to be opened so that a span has a line of its own. */
export function alikeAround(span: Span): string | null {
  const siblings = span.parent?.children ?? [];
  let first = siblings.indexOf(span);
  if (first < 0 || span.totals.errors > 0) return null;
  while (first > 0 && isAlike(siblings[first - 1]!, span)) first -= 1;
  let last = first;
  while (last + 1 < siblings.length && isAlike(siblings[first]!, siblings[last + 1]!)) last += 1;
  return last - first + 1 > MOST_ALIKE ? alikeId(siblings.slice(first, last + 1)) : null;
}

/** The spans whose name, kind, id or error has every word of the text; `null` for an empty text. */
export function findSpans(trace: Trace, text: string): Span[] | null {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  return trace.spans.filter((span) => {
    const said = `${span.name}\n${span.type}\n${span.kind}\n${span.id}\n${isFailed(span) ? 'error' : ''}\n${span.error ?? ''}`.toLowerCase();
    return words.every((word) => said.includes(word));
  });
}

/** These spans and all above them. */
export function withAncestors(spans: Span[]): Set<Span> {
  const kept = new Set<Span>();
  for (const span of spans) {
    for (let at: Span | null = span; at && !kept.has(at); at = at.parent) kept.add(at);
  }
  return kept;
}

export function isSpanLine(row: Row): row is SpanLine {
  return 'span' in row;
}
