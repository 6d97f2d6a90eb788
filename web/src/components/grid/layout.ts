// Which columns a table shows, in which order and how wide. What a person changed is kept in this browser, a layout a table.

import type { ReactNode } from 'react';
import { createStored, type Store } from '@/lib/store';

export interface Column<Row> {
  id: string;
  /** The name, in the head and in the list of columns. */
  head: string;
  /** Nothing to see in the head: the name is for those who hear it. */
  hasBareHead?: boolean;
  /** In pixels; of one that grows, the least. */
  width: number;
  /** Its share of what is left over. */
  grow?: number;
  align?: 'right';
  cell: (row: Row) => ReactNode;
  /** What is drawn instead while somebody scrolls fast. */
  text?: (row: Row) => string;
  /** The server's word for this order, where there is one. */
  sort?: string;
  /** Not shown until somebody asks for it. */
  isExtra?: boolean;
  /** Goes where there is no room for all, the highest first; unless somebody asked for it. */
  yields?: number;
  /** Stays beside an open panel. */
  isSlim?: boolean;
  /** The value of the cell as a filter: its words, and what narrows the list to it. `null` where there is no value. */
  pick?: { label: (row: Row) => string | null; run: (row: Row) => void };
}

export interface Layout {
  /** Ids from left to right; columns that are not here follow in their own order. */
  order: string[];
  /** What somebody showed or hid. */
  shown: Record<string, boolean>;
  /** In pixels, of those that somebody made wider or narrower. */
  widths: Record<string, number>;
}

export const PLAIN: Layout = { order: [], shown: {}, widths: {} };
export const LEAST_WIDTH = 48;
const MOST_WIDTH = 1200;

const stores = new Map<string, Store<Layout>>();

/** The layout of a table by its name; the same store each time. */
export function layoutOf(name: string): Store<Layout> {
  const known = stores.get(name);
  if (known) return known;
  const store = createStored<Layout>(`columns.${name}`, PLAIN);
  const kept = store.get();
  if (!Array.isArray(kept.order) || typeof kept.shown !== 'object' || typeof kept.widths !== 'object') store.set(PLAIN);
  stores.set(name, store);
  return store;
}

/** All columns in the order of the layout, the hidden ones too. */
export function ordered<Row>(columns: Column<Row>[], layout: Layout): Column<Row>[] {
  const place = new Map(layout.order.map((id, index) => [id, index]));
  const known = columns.filter((column) => place.has(column.id)).sort((one, other) => (place.get(one.id) ?? 0) - (place.get(other.id) ?? 0));
  // A column that is new since then comes behind its neighbour of today.
  const out = [...known];
  columns.forEach((column, index) => {
    if (place.has(column.id)) return;
    const before = columns.slice(0, index).findLast((other) => out.includes(other));
    out.splice(before ? out.indexOf(before) + 1 : 0, 0, column);
  });
  return out;
}

export function isShown<Row>(column: Column<Row>, layout: Layout): boolean {
  return layout.shown[column.id] ?? !column.isExtra;
}

/** The columns to draw. */
export function arranged<Row>(columns: Column<Row>[], layout: Layout, isSlim = false): Column<Row>[] {
  const all = ordered(columns, layout);
  const shown = all.filter((column) => (isSlim ? column.isSlim : isShown(column, layout)));
  return shown.length > 0 ? shown : all.slice(0, 1);
}

/** Those of the columns that have room, in pixels; all where none may go. */
export function fitting<Row>(columns: Column<Row>[], layout: Layout, room: number): Column<Row>[] {
  const going = columns.filter(({ id, yields }) => yields !== undefined && layout.shown[id] !== true).toSorted((one, other) => (one.yields ?? 0) - (other.yields ?? 0));
  let shown = columns;
  while (leastWidth(shown, layout) > room) {
    const next = going.pop();
    if (!next) break;
    shown = shown.filter((column) => column !== next);
  }
  return shown;
}

/** `grid-template-columns` for these columns. */
export function template<Row>(columns: Column<Row>[], layout: Layout, lead = 0): string {
  const parts = columns.map((column) => {
    const width = layout.widths[column.id];
    if (width !== undefined) return `${width}px`;
    return column.grow ? `minmax(${column.width}px, ${column.grow}fr)` : `${column.width}px`;
  });
  return (lead > 0 ? [`${lead}px`, ...parts] : parts).join(' ');
}

/** How wide the table is at least. */
export function leastWidth<Row>(columns: Column<Row>[], layout: Layout): number {
  return columns.reduce((sum, column) => sum + (layout.widths[column.id] ?? column.width), 0);
}

/** The layout with a column `by` places further to the right (or left) among all. */
export function moved<Row>(columns: Column<Row>[], layout: Layout, id: string, by: number): Layout {
  const ids = ordered(columns, layout).map((column) => column.id);
  const from = ids.indexOf(id);
  const to = Math.max(0, Math.min(ids.length - 1, from + by));
  if (from < 0 || from === to) return layout;
  return { ...layout, order: ids.toSpliced(from, 1).toSpliced(to, 0, id) };
}

/** The layout with a column in the place of another. */
export function movedTo<Row>(columns: Column<Row>[], layout: Layout, id: string, target: string): Layout {
  const ids = ordered(columns, layout).map((column) => column.id);
  return moved(columns, layout, id, ids.indexOf(target) - ids.indexOf(id));
}

export function resized(layout: Layout, id: string, width: number): Layout {
  const kept = Math.round(Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, width)));
  return { ...layout, widths: { ...layout.widths, [id]: kept } };
}

export function withShown(layout: Layout, id: string, isOn: boolean): Layout {
  return { ...layout, shown: { ...layout.shown, [id]: isOn } };
}
