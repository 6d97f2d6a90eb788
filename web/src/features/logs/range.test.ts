import { expect, test } from 'vitest';
import { rangeChecks, rangeSearch, readRange, spanText, widerRanges } from './range';

const NOW = Date.UTC(2026, 10, 28, 12);

test('links keep what was chosen, and leave out the default', () => {
  for (const search of [{}, { range: '7d' }, { range: 'all' }, { from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' }]) {
    const kept = Object.fromEntries(Object.entries(rangeSearch(readRange(search))).filter(([, value]) => value !== undefined));
    expect(kept).toEqual(search);
  }
  expect(readRange({ range: 'banana' })).toEqual({ last: '24h' });
  expect(readRange({ from: 'nope' })).toEqual({ last: '24h' });
});

test('a range becomes checks of the date', () => {
  expect(rangeChecks({ last: '1h' }, NOW)).toEqual([{ id: 'date', params: { operator: 'gt', date: '2026-11-28T11:00:00.000Z' } }]);
  expect(rangeChecks({ last: 'all' }, NOW)).toEqual([]);
  expect(rangeChecks({ from: 'a', to: 'b' }, NOW).map(({ params }) => params.operator)).toEqual(['gte', 'lt']);
});

test('what is wider comes in order', () => {
  expect(widerRanges({ last: '7d' }, NOW)).toEqual(['30d', '90d', 'all']);
  expect(widerRanges({ from: new Date(NOW - 50 * 3_600_000).toISOString() }, NOW)).toEqual(['7d', '30d', '90d', 'all']);
  expect(widerRanges({ last: 'all' }, NOW)).toEqual([]);
});

test('a span says no more than it has to', () => {
  const at = (text: string) => new Date(`2026-11-${text}`);
  const now = at('28T12:00:00');
  expect(spanText(at('28T09:00:00'), at('28T10:30:00'), now)).toBe('09:00 – 10:30');
  expect(spanText(at('28T09:00:05'), at('28T09:01:00'), now)).toBe('09:00:05 – 09:01:00');
  expect(spanText(at('21T09:00:00'), at('22T10:30:00'), now)).toBe('Nov 21 09:00 – Nov 22 10:30');
});
