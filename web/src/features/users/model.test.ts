import { expect, test } from 'vitest';
import { daysOf, type DayUsage, firstSeen, modelsOf, nameOf, propsOf } from './model';

test('a person is called by name, else by mail, else by the id of the project', () => {
  expect(nameOf({ externalId: 'u1', props: { name: 'Maya', email: 'm@example.org' } })).toBe('Maya');
  expect(nameOf({ externalId: 'u1', props: { name: ' ', email: 'm@example.org' } })).toBe('m@example.org');
  expect(nameOf({ externalId: 'u1', props: { name: 7 } })).toBe('u1');
  expect(nameOf({ externalId: 'u1', props: null })).toBe('u1');
});

test('what is known is shown as it came, or as JSON', () => {
  expect(propsOf({ plan: 'pro', seats: 3, tags: ['a'] })).toEqual([['plan', 'pro'], ['seats', '3'], ['tags', '["a"]']]);
  expect(propsOf(null)).toEqual([]);
});

function usage(date: string, more: Partial<DayUsage> = {}): DayUsage {
  return { date, name: 'gpt', type: 'llm', promptTokens: 10, completionTokens: 5, cost: 0.5, errors: 1, success: 2, ...more };
}

test('every day has its place, those without runs too', () => {
  const now = Date.UTC(2026, 0, 5, 18);
  const days = daysOf([usage('2026-01-05T00:00:00Z'), usage('2026-01-03T00:00:00Z'), usage('2026-01-03T00:00:00Z'), usage('2025-12-01T00:00:00Z')], now, 3);
  expect(days.map(({ at, cost, calls, tokens }) => [new Date(at).getUTCDate(), cost, calls, tokens])).toEqual([[3, 1, 6, 30], [4, 0, 0, 0], [5, 0.5, 3, 15]]);
});

test('models are summed up over the days, tools are none', () => {
  const rows = [usage('2026-01-05T00:00:00Z'), usage('2026-01-04T00:00:00Z', { name: 'claude', cost: 9 }), usage('2026-01-03T00:00:00Z'), usage('2026-01-03T00:00:00Z', { type: 'tool' })];
  expect(modelsOf(rows)).toEqual([
    { name: 'claude', calls: 3, errors: 1, tokens: 15, cost: 9 },
    { name: 'gpt', calls: 6, errors: 2, tokens: 30, cost: 1 },
  ]);
});

test('a person was first seen with the earliest run, also where that came late', () => {
  const createdAt = '2026-01-05T12:00:00.000Z';
  expect(firstSeen({ createdAt, activity: { firstRun: '2026-01-02T00:00:00.000Z' } })).toBe('2026-01-02T00:00:00.000Z');
  expect(firstSeen({ createdAt, activity: { firstRun: '2026-01-06T00:00:00.000Z' } })).toBe(createdAt);
  expect(firstSeen({ createdAt, activity: { firstRun: null } })).toBe(createdAt);
  expect(firstSeen({ createdAt })).toBe(createdAt);
});
