import { expect, test } from 'vitest';
import { ago, bytes, compact, count, duration, integer, money, percent, time } from './format';

const NOW = new Date(2026, 10, 23, 16, 0, 0);

test('numbers have separators and short forms', () => {
  expect([0, 999, 1739, 100_000].map(integer)).toEqual(['0', '999', '1,739', '100,000']);
  expect([9_999, 12_345, 4_000_000, 1_230_000_000].map(compact)).toEqual(['9,999', '12.3k', '4M', '1.2B']);
  expect([count(1, 'call', 'calls'), count(0, 'call', 'calls'), count(1200, 'call', 'calls')]).toEqual([
    '1 call',
    '0 calls',
    '1,200 calls',
  ]);
});

test('money keeps three significant digits below a dollar', () => {
  const cases: [number, string][] = [
    [0, '–'],
    [0.0124, '$0.0124'],
    [0.00668, '$0.00668'],
    [0.000001234, '$0.00000123'],
    [0.5, '$0.500'],
    [12.3456, '$12.35'],
    [1234.5, '$1,235'],
    [123_456, '$123k'],
    [1e-9, '<$0.000001'],
  ];
  for (const [usd, text] of cases) expect(money(usd), String(usd)).toBe(text);
});

test('durations choose the unit that a person would', () => {
  const cases: [number, string][] = [
    [0.4, '<1 ms'],
    [342, '342 ms'],
    [999.6, '1.00 s'],
    [5330, '5.33 s'],
    [59_999, '1m 00s'],
    [125_000, '2m 05s'],
    [11_520_000, '3h 12m'],
    [4 * 86_400_000, '4 days'],
  ];
  for (const [ms, text] of cases) expect(duration(ms), String(ms)).toBe(text);
});

test('bytes and shares', () => {
  expect([640, 12_698, 3_328_599_654].map(bytes)).toEqual(['640 B', '12.4 KB', '3.1 GB']);
  expect([0, 0.0004, 0.031, 0.5, 1].map(percent)).toEqual(['0%', '<0.1%', '3.1%', '50%', '100%']);
});

test('times are short today and dated before', () => {
  expect(time(new Date(2026, 10, 23, 15, 42, 7), NOW)).toBe('15:42:07');
  expect(time(new Date(2026, 10, 21, 15, 42, 7), NOW)).toBe('Nov 21 15:42');
  expect(time(new Date(2025, 10, 21, 5, 2, 7), NOW)).toBe('Nov 21, 2025 05:02');
  expect(ago(new Date(2026, 10, 23, 15, 55, 0), NOW)).toBe('5 minutes ago');
  expect(ago(new Date(2026, 10, 23, 15, 59, 40), NOW)).toBe('just now');
  expect(ago(new Date(2026, 10, 26, 16, 0, 0), NOW)).toBe('in 3 days');
});
