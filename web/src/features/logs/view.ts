// What the list shows, read from the address of the page and asked of the server.

import { type Check, type Filter, readFilter, withCheck, withoutCheck, writeFilter } from '@/lib/filters';
import { type Range, rangeChecks, readRange } from './range';

/** The types of runs that share a page and open beside their list. */
export const KINDS = ['llm', 'tool', 'retriever'] as const;
/** The types of runs that have a list here: traces and conversations open as pages of their own. */
export const LISTS = [...KINDS, 'trace', 'thread'] as const;
export type ListKind = (typeof LISTS)[number];

export interface Sorting {
  field: string;
  direction: 'asc' | 'desc';
}

export const NEWEST: Sorting = { field: 'createdAt', direction: 'desc' };
const SORTS = ['createdAt', 'duration', 'tokens', 'cost', 'messagesCount'];

export interface View {
  kind: ListKind;
  /** Without type and without what the range says. */
  filter: Filter;
  range: Range;
  sort: Sorting;
}

export interface ViewSearch {
  type?: string;
  filters?: string;
  range?: string;
  from?: string;
  to?: string;
  sortField?: string;
  sortDirection?: string;
}

/** Whatever cannot be understood is the default. */
export function readView(search: ViewSearch): View {
  const read = readFilter(search.filters ?? '');
  const dates = read.checks.filter(({ id }) => id === 'date');
  const hasRange = search.range ?? search.from ?? search.to;
  // A link from Lunary's dashboard has its dates among the filters: they stay there, and no range narrows them further.
  const range: Range = dates.length > 0 && !hasRange ? { last: 'all' } : readRange(search);
  const field = SORTS.find((name) => name === search.sortField);
  return {
    kind: LISTS.find((kind) => kind === search.type) ?? 'llm',
    filter: withoutCheck(read, 'type'),
    range,
    sort: field ? { field, direction: search.sortDirection === 'asc' ? 'asc' : 'desc' } : NEWEST,
  };
}

export function sortSearch(sort: Sorting | null): Pick<ViewSearch, 'sortField' | 'sortDirection'> {
  if (!sort || (sort.field === NEWEST.field && sort.direction === NEWEST.direction)) return { sortField: undefined, sortDirection: undefined };
  return { sortField: sort.field, sortDirection: sort.direction };
}

/** The words of the search box. */
export function searchOf(filter: Filter): string {
  const check = filter.checks.find(({ id }) => id === 'search');
  return typeof check?.params.query === 'string' ? check.params.query : '';
}

export function withSearch(filter: Filter, text: string): Filter {
  return text.trim() === '' ? withoutCheck(filter, 'search') : withCheck(filter, { id: 'search', params: { query: text } });
}

/** The checks that are drawn as chips. */
export function chipsOf(filter: Filter): Check[] {
  return filter.checks.filter(({ id }) => id !== 'search');
}

/**
 * The filter as the server reads it. Any of several cannot be said in one row together with the type and the range, so it
 * goes as a tree.
 */
export function queryOf(view: Pick<View, 'kind' | 'filter' | 'range'>, asOf: number): string {
  const fixed: Check[] = [{ id: 'type', params: { type: view.kind } }, ...rangeChecks(view.range, asOf)];
  if (view.filter.mode === 'AND' || view.filter.checks.length < 2) {
    return writeFilter({ mode: 'AND', checks: [...fixed, ...view.filter.checks] });
  }
  const tree = ['AND', ...fixed, ['OR', ...view.filter.checks]];
  return `filter=${encodeURIComponent(JSON.stringify(tree))}`;
}

/** How the rows are ordered, as the server reads it; nothing for its own order. */
export function orderOf(sort: Sorting): string {
  const isDefault = sort.field === NEWEST.field && sort.direction === NEWEST.direction;
  return isDefault ? '' : `sortField=${sort.field}&sortDirection=${sort.direction}`;
}

/** Adds one more value to a check of several values, or puts the check in the place of the one before. */
export function narrowed(filter: Filter, check: Check): Filter {
  const before = filter.checks.find(({ id }) => id === check.id);
  const name = Object.keys(check.params)[0] ?? '';
  const values = before?.params[name];
  const added = check.params[name];
  if (!Array.isArray(values) || !Array.isArray(added)) return withCheck(filter, check);
  return withCheck(filter, { id: check.id, params: { ...before?.params, [name]: [...new Set([...values, ...added])] } });
}
