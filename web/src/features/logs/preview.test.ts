import { expect, test } from 'vitest';
import type { RunRow } from '@/api/runs';
import { errorLine, hitPieces, preview } from './preview';

function row(parts: Partial<RunRow>): RunRow {
  return { id: 'a', type: 'llm', createdAt: '2026-01-01T00:00:00.000Z', ...parts } as RunRow;
}

test('the preview of the server wins; without one the last message is taken', () => {
  expect(preview(row({ inputPreview: 'short', input: 'long' }), 'input')).toBe('short');
  expect(preview(row({ input: [{ role: 'system', content: 'a' }, { role: 'user', content: ' b\n c ' }] }), 'input')).toBe('b c');
  expect(preview(row({ output: { a: 1 } }), 'output')).toBe('{"a":1}');
  expect(preview(row({}), 'output')).toBe('');
});

test('a failure is one line', () => {
  expect(errorLine(row({ error: { message: 'no\nreally', stack: 'x' } }))).toBe('no');
  expect(errorLine(row({ error: 'first line' }))).toBe('first line');
  expect(errorLine(row({ error: null }))).toBe('');
});

test('hits are marked where they are, and only where they can be', () => {
  expect(hitPieces('a refund b', [[2, 6]])).toEqual(['a ', 'refund', ' b']);
  expect(hitPieces('abc', [[1, 1], [0, 1]])).toEqual(['', 'a', '', 'b', 'c']);
  expect(hitPieces('abc', [[1, 1], [1, 1], [2, 9], [0, 0]])).toEqual(['a', 'b', 'c']);
  expect(hitPieces('user\nI sent the shoes back two weeks ago and have no refund.', [[53, 6]])).toEqual(['… have no ', 'refund', '.']);
  // No character is cut in two.
  expect(hitPieces(`${'\u{1f600}'.repeat(20)}a`, [[40, 1]])).toEqual([`… ${'\u{1f600}'.repeat(12)}`, 'a', '']);
});
