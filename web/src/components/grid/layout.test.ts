import { expect, test } from 'vitest';
import { arranged, type Column, fitting, isShown, leastWidth, moved, movedTo, ordered, PLAIN, resized, template, withShown } from './layout';
import { EVERYTHING, extended, isEmpty, isSelected, NOTHING, sizeOf, toggled } from './selection';

function column(id: string, extra: Partial<Column<unknown>> = {}): Column<unknown> {
  return { id, head: id, width: 100, cell: () => id, ...extra };
}

const COLUMNS = [column('time', { isSlim: true }), column('model'), column('input', { grow: 2, isSlim: true }), column('cost', { isExtra: true })];

function ids(columns: Column<unknown>[]): string[] {
  return columns.map(({ id }) => id);
}

test('a table shows its own columns until somebody changes them', () => {
  expect(ids(arranged(COLUMNS, PLAIN))).toEqual(['time', 'model', 'input']);
  expect(ids(arranged(COLUMNS, withShown(PLAIN, 'cost', true)))).toEqual(['time', 'model', 'input', 'cost']);
  expect(ids(arranged(COLUMNS, withShown(PLAIN, 'time', false)))).toEqual(['model', 'input']);
  expect(ids(arranged(COLUMNS, PLAIN, true))).toEqual(['time', 'input']);
});

test('a table never loses all its columns', () => {
  const hidden = COLUMNS.reduce((layout, { id }) => withShown(layout, id, false), PLAIN);
  expect(COLUMNS.some((one) => isShown(one, hidden))).toBe(false);
  expect(ids(arranged(COLUMNS, hidden))).toEqual(['time']);
});

test('where there is no room the least needed columns go first, but never one that somebody asked for', () => {
  const columns = [column('time'), column('user', { yields: 2 }), column('cost', { yields: 1 })];
  expect(ids(fitting(columns, PLAIN, 300))).toEqual(['time', 'user', 'cost']);
  expect(ids(fitting(columns, PLAIN, 299))).toEqual(['time', 'cost']);
  expect(ids(fitting(columns, withShown(PLAIN, 'user', true), 299))).toEqual(['time', 'user']);
  expect(ids(fitting(columns, PLAIN, 10))).toEqual(['time']);
});

test('columns move, also past hidden ones and not over the edge', () => {
  expect(moved(COLUMNS, PLAIN, 'input', -1).order).toEqual(['time', 'input', 'model', 'cost']);
  expect(moved(COLUMNS, PLAIN, 'time', -1)).toBe(PLAIN);
  expect(moved(COLUMNS, PLAIN, 'absent', 1)).toBe(PLAIN);
  expect(movedTo(COLUMNS, PLAIN, 'time', 'input').order).toEqual(['model', 'input', 'time', 'cost']);
});

test('a column that is new since the layout was kept comes behind its neighbour', () => {
  const layout = { ...PLAIN, order: ['input', 'time', 'gone'] };
  expect(ids(ordered(COLUMNS, layout))).toEqual(['input', 'cost', 'time', 'model']);
});

test('a column that was made narrower stops to grow', () => {
  expect(template(COLUMNS, PLAIN, 24)).toBe('24px 100px 100px minmax(100px, 2fr) 100px');
  const layout = resized(PLAIN, 'input', 10);
  expect(template(COLUMNS, layout)).toBe('100px 100px 48px 100px');
  expect(leastWidth(COLUMNS, layout)).toBe(348);
});

test('rows are chosen one by one, in ranges, and all at once', () => {
  const loaded = ['a', 'b', 'c', 'd'];
  const one = toggled(NOTHING, 'b', loaded);
  expect([...one.keys]).toEqual(['b']);
  expect(isEmpty(toggled(one, 'b', loaded))).toBe(true);
  expect([...extended(one, 'd', 'b', loaded).keys].sort()).toEqual(['b', 'c', 'd']);
  expect([...extended(one, 'gone', 'c', loaded).keys]).toEqual(['b', 'c']);
  expect(isSelected(EVERYTHING, 'not loaded')).toBe(true);
  expect(sizeOf(EVERYTHING, 9000)).toBe(9000);
  expect([...toggled(EVERYTHING, 'a', loaded).keys]).toEqual(['b', 'c', 'd']);
});
