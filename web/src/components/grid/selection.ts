// What is chosen in a table: some rows by their keys, or all that the list's filter means, loaded or not.

export interface Selection {
  isAll: boolean;
  keys: ReadonlySet<string>;
}

export const NOTHING: Selection = { isAll: false, keys: new Set() };
export const EVERYTHING: Selection = { isAll: true, keys: new Set() };

export function isEmpty(selection: Selection): boolean {
  return !selection.isAll && selection.keys.size === 0;
}

export function isSelected(selection: Selection, key: string): boolean {
  return selection.isAll || selection.keys.has(key);
}

/** Takes a row in or out. Out of all, what stays chosen are the rows that are loaded. */
export function toggled(selection: Selection, key: string, loaded: string[]): Selection {
  const keys = new Set(selection.isAll ? loaded : selection.keys);
  if (!keys.delete(key)) keys.add(key);
  return { isAll: false, keys };
}

/** Takes in all rows between two. */
export function extended(selection: Selection, from: string, to: string, loaded: string[]): Selection {
  if (selection.isAll) return selection;
  const [start, end] = [loaded.indexOf(from), loaded.indexOf(to)].sort((one, other) => one - other) as [number, number];
  const between = start < 0 ? [to] : loaded.slice(start, end + 1);
  return { isAll: false, keys: new Set([...selection.keys, ...between]) };
}

/** How many are chosen, where `total` is how many there are in all. */
export function sizeOf(selection: Selection, total: number): number {
  return selection.isAll ? total : selection.keys.size;
}
