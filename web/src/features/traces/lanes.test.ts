import { expect, test } from 'vitest';
import { lanesOf } from './lanes';

const spans = (...pairs: [number, number][]): { start: number; end: number }[] => pairs.map(([start, end]) => ({ start, end }));

test('spans one after the other share a lane, spans at once do not', () => {
  expect(lanesOf(spans([0, 5], [5, 9], [6, 7], [9, 10]), 9)).toEqual({ laneOf: [0, 0, 1, 0], count: 2 });
  expect(lanesOf([], 9)).toEqual({ laneOf: [], count: 1 });
});

test('when all lanes are busy, the one that is free first is shared', () => {
  expect(lanesOf(spans([0, 9], [1, 5], [2, 8], [3, 10]), 2)).toEqual({ laneOf: [0, 1, 1, 1], count: 2 });
});
