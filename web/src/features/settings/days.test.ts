import { expect, test } from 'vitest';
import { barsOf, roundUp } from './days';

test('every day has a bar, those without runs too', () => {
  const { bars, top } = barsOf([{ date: '2026-11-22T00:00:00.000Z', count: 7 }], new Date('2026-11-23T01:00:00Z'));
  expect(bars).toHaveLength(30);
  expect(bars.at(-1)).toEqual({ label: 'Nov 23', count: 0 });
  expect(bars.at(-2)).toEqual({ label: 'Nov 22', count: 7 });
  expect(bars[0]?.label).toBe('Oct 25');
  expect(top).toBe(10);
});

test('an axis ends at a round number', () => {
  expect([0, 1, 3, 7, 10, 12, 480, 1001].map(roundUp)).toEqual([0, 1, 5, 10, 10, 20, 500, 2000]);
});
