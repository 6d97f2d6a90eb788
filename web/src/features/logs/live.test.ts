import { expect, test } from 'vitest';
import type { RunRow } from '@/api/runs';
import { type LiveEvent, merged, QUIET, released, taken, trimmed } from './live';

function row(id: string, second: number, extra: Partial<RunRow> = {}): RunRow {
  return { id, createdAt: `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`, ...extra } as RunRow;
}

function run(id: string, second: number): LiveEvent {
  return { kind: 'run', row: row(id, second) };
}

const NONE: ReadonlySet<string> = new Set();
const ids = (rows: RunRow[]) => rows.map(({ id }) => id);

test('new rows stand where their time says, whatever the order they come in', () => {
  const state = taken(QUIET, [run('b', 20), run('c', 30), run('a', 5)], NONE, false);
  expect(ids(merged([row('x', 25), row('y', 10)], state))).toEqual(['c', 'x', 'b', 'y', 'a']);
  expect([...state.fresh].sort()).toEqual(['a', 'b', 'c']);
});

test('while somebody reads, nothing moves', () => {
  const state = taken(QUIET, [run('a', 5), run('b', 6)], NONE, true);
  expect(merged([row('x', 1)], state)).toHaveLength(1);
  expect(ids(state.held)).toEqual(['b', 'a']);
  expect(ids(merged([row('x', 1)], released(state)))).toEqual(['b', 'a', 'x']);
});

test('a run that the list has is changed where it is', () => {
  const known = new Set(['x']);
  const state = taken(QUIET, [{ kind: 'run', row: row('x', 1, { status: 'success' }) }, { kind: 'patch', id: 'x', changes: { cost: 2 } }], known, false);
  expect(merged([row('x', 1, { status: 'started' })], state)).toEqual([row('x', 1, { status: 'success', cost: 2 })]);
  expect(state.rows).toEqual([]);
});

test('a patch of a live or a held row is applied, one of an unknown row is not a row', () => {
  const live = taken(taken(QUIET, [run('a', 1)], NONE, false), [{ kind: 'patch', id: 'a', changes: { cost: 1 } }, { kind: 'patch', id: 'z', changes: { cost: 1 } }], NONE, false);
  expect(live.rows).toEqual([row('a', 1, { cost: 1 })]);
  const held = taken(taken(QUIET, [run('a', 1)], NONE, true), [{ kind: 'patch', id: 'a', changes: { cost: 1 } }], NONE, true);
  expect(held.held).toEqual([row('a', 1, { cost: 1 })]);
});

test('rows that the list has got meanwhile are not kept twice', () => {
  const state = taken(QUIET, [run('a', 1), run('b', 2)], NONE, false);
  expect(ids(trimmed(state, new Set(['a'])).rows)).toEqual(['b']);
  expect(ids(merged([row('a', 1)], state))).toEqual(['b', 'a']);
  expect(trimmed(state, NONE)).toBe(state);
});
