import { expect, test } from 'vitest';
import { scaleOf, timeTicks } from './bars';
import { withLive } from './live';

test('what came by stream stands in the last bar, once', () => {
  const volume = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T01:00:00.000Z', stepMs: 1, data: [{ at: 'a', count: 1, errors: 0 }, { at: 'b', count: 2, errors: 1 }] };
  const rows = [{ createdAt: '2026-01-01T01:00:01.000Z', status: 'error' }, { createdAt: '2026-01-01T00:59:00.000Z' }];
  expect(withLive(volume, rows)?.data).toEqual([{ at: 'a', count: 1, errors: 0 }, { at: 'b', count: 3, errors: 2 }]);
  expect(withLive(volume, [])).toBe(volume);
  expect(withLive(undefined, rows)).toBe(undefined);
});

test('the scale ends on a round number above the largest bar', () => {
  const cases: [number, number][] = [[0, 1], [1, 1], [3, 4], [7, 10], [19, 20], [240, 400], [1001, 2000], [5000, 5000]];
  for (const [largest, top] of cases) expect(scaleOf(largest).top, String(largest)).toBe(top);
  expect(scaleOf(240).ticks).toEqual([0, 200, 400]);
  expect(scaleOf(1).ticks).toEqual([0, 1]);
});

test('ticks stand on whole hours and days, no more than there is room for', () => {
  const noon = new Date(2026, 10, 28, 12, 3).getTime();
  const hours = timeTicks(noon - 86_400_000, noon, 24);
  expect(hours.length).toBeLessThanOrEqual(25);
  expect(hours.map(({ label }) => label)).toContain('Nov 28');
  expect(hours[0]?.label).toBe('13:00');
  expect(timeTicks(noon - 7 * 86_400_000, noon, 8).every(({ label }) => label.startsWith('Nov'))).toBe(true);
  expect(timeTicks(noon + 1, noon + 1000, 10)).toHaveLength(0);
});
