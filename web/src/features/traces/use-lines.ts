// What is folded, found and selected in a trace. The span and the words of the filter are in the URL.

import { useDeferredValue, useMemo, useState } from 'react';
import { alikeAround, findSpans, isSpanLine, listRows, type Row, withAncestors } from './rows';
import { ancestors, firstToShow, type Span, type Trace } from './tree';

const NOTHING: ReadonlySet<string> = new Set();

export interface Lines {
  rows: Row[];
  /** What the filter found; `null` without a filter. */
  found: Span[] | null;
  selected: Span;
  /** The line that the keyboard is at: that of the selected span, or one of many alike. */
  cursor: string;
  closed: ReadonlySet<string>;
  select: (span: Span) => void;
  /** Selects the span of a line, or goes to a line of many alike. */
  go: (row: Row) => void;
  toggle: (id: string) => void;
  openAlike: (id: string) => void;
  closeAll: () => void;
  openAll: () => void;
}

interface Options {
  /** The id that the URL names, where it names one. */
  spanId: string | undefined;
  filter: string;
  onSelect: (id: string) => void;
}

export function useLines(trace: Trace, { spanId, filter, onSelect }: Options): Lines {
  const [closed, setClosed] = useState(NOTHING);
  const [opened, setOpened] = useState(NOTHING);
  const [alikeCursor, setAlikeCursor] = useState<string | null>(null);
  const [first] = useState(() => firstToShow(trace).id);
  const selected = trace.byId.get(spanId ?? first) ?? trace.root;
  const words = useDeferredValue(filter);
  const found = useMemo(() => findSpans(trace, words), [trace, words]);
  const shown = useMemo(() => ({ closed, opened: withAlike(opened, selected), kept: found && withAncestors(found) }), [closed, opened, found, selected]);
  const rows = useMemo(() => listRows(trace, shown), [trace, shown]);

  const select = (span: Span): void => {
    setAlikeCursor(null);
    // A span has a line of its own when it is selected: what is folded around it opens, and stays so.
    const above = ancestors(span);
    if (above.some((id) => closed.has(id))) setClosed(without(closed, above));
    setOpened((now) => withAlike(now, span));
    onSelect(span.id);
  };
  const isShown = alikeCursor !== null && rows.some((row) => row.id === alikeCursor);
  return {
    rows,
    found,
    selected,
    closed,
    cursor: isShown ? alikeCursor : selected.id,
    select,
    go: (row) => (isSpanLine(row) ? select(row.span) : setAlikeCursor(row.id)),
    toggle: (id) => setClosed((now) => (now.has(id) ? without(now, [id]) : new Set(now).add(id))),
    openAlike: (id) => {
      setOpened((now) => new Set(now).add(id));
      setAlikeCursor(null);
    },
    closeAll: () => setClosed(new Set(trace.spans.filter((span) => span.depth > 0 && span.children.length > 0 && !isAbove(span, selected)).map((span) => span.id))),
    openAll: () => setClosed(NOTHING),
  };
}

function isAbove(span: Span, other: Span): boolean {
  return ancestors(other).includes(span.id);
}

function withAlike(opened: ReadonlySet<string>, span: Span): ReadonlySet<string> {
  const id = alikeAround(span);
  return id === null || opened.has(id) ? opened : new Set(opened).add(id);
}

function without(set: ReadonlySet<string>, ids: string[]): ReadonlySet<string> {
  const next = new Set(set);
  for (const id of ids) next.delete(id);
  return next;
}
