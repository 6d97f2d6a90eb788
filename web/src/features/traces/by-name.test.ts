import { expect, test } from 'vitest';
import { sumByName } from './by-name';
import { buildTrace } from './tree';

test('names are summed up, the one that took most time of its own first', () => {
  const trace = buildTrace([
    { id: 'r', type: 'agent', name: 'agent', startMs: 0, endMs: 1000, status: 'success' },
    { id: 'a', parentId: 'r', type: 'tool', name: 'find', startMs: 0, endMs: 300, status: 'success' },
    { id: 'b', parentId: 'r', type: 'tool', name: 'find', startMs: 300, endMs: 400, status: 'error' },
    { id: 'c', parentId: 'r', type: 'tool', name: 'find', startMs: 400, endMs: 420, status: 'success' },
    { id: 'd', parentId: 'r', type: 'llm', name: 'find', startMs: 420, endMs: 950, status: 'success', tokens: 12, cost: 0.5 },
  ])!;
  const rows = sumByName(trace.spans).map(({ kind, name, count, errors, ms, medianMs, tokens, cost, slowest }) => ({ kind, name, count, errors, ms, medianMs, tokens, cost, slowest: slowest.id }));
  expect(rows).toEqual([
    { kind: 'llm', name: 'find', count: 1, errors: 0, ms: 530, medianMs: 530, tokens: 12, cost: 0.5, slowest: 'd' },
    { kind: 'tool', name: 'find', count: 3, errors: 1, ms: 420, medianMs: 100, tokens: 0, cost: 0, slowest: 'a' },
    { kind: 'agent', name: 'agent', count: 1, errors: 0, ms: 50, medianMs: 1000, tokens: 0, cost: 0, slowest: 'r' },
  ]);
});
