import { expect, test } from 'vitest';
import { commentOf, firstTokenMs, metadataOf, paramsOf, statusOf, thumbOf, toolsOf } from './facts';

const NOW = Date.UTC(2026, 10, 28);
const at = (msAgo: number) => new Date(NOW - msAgo).toISOString();

test('a run that never ended is running at first and given up after a day', () => {
  expect(statusOf({ status: 'started', createdAt: at(1000), endedAt: null }, NOW)).toBe('running');
  expect(statusOf({ status: 'started', createdAt: at(9e7), endedAt: null }, NOW)).toBe('unknown');
  expect(statusOf({ status: null, createdAt: at(9e7), endedAt: at(8e7) }, NOW)).toBe('success');
  expect(statusOf({ status: 'error', createdAt: at(1), endedAt: null }, NOW)).toBe('error');
});

test('parameters have names that people know, tools are apart', () => {
  const params = { temperature: 0.2, max_tokens: 5, logitBias: { a: 1 }, stop: null, tools: [], somethingNew: true };
  expect(paramsOf(params).map(({ label, value }) => `${label}: ${value}`)).toEqual(['Temperature: 0.2', 'Max tokens: 5', 'Logit bias: {"a":1}', 'somethingNew: true']);
  expect(paramsOf(null)).toEqual([]);
});

test('tools come from every form', () => {
  expect(toolsOf({ tools: [{ type: 'function', function: { name: 'a', description: 'd' } }, { name: 'b', input_schema: {} }, { type: 'web_search' }] }).map(({ name }) => name)).toEqual(['a', 'b', 'web_search']);
  expect(toolsOf({ tools: { c: { parameters: {} } } }).map(({ name }) => name)).toEqual(['c']);
  expect(toolsOf({ tools: 'odd' })).toEqual([]);
});

test('objects in metadata stay whole', () => {
  expect(metadataOf({ a: { b: 1 }, enrichment: {}, parentRunId: 'x' })).toEqual([['a', { b: 1 }]]);
  expect(metadataOf('odd')).toEqual([]);
});

test('feedback of any shape is read', () => {
  expect(thumbOf({ thumb: 'up' })).toBe('up');
  expect(thumbOf({ thumb: 7 })).toBe(null);
  expect(thumbOf(null)).toBe(null);
  expect(commentOf({ comment: 'good' })).toBe('good');
  expect(firstTokenMs({ metadata: { ttft: 132 } })).toBe(132);
  expect(firstTokenMs({ params: { ttft: 'x' } })).toBe(undefined);
});
