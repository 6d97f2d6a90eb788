import { expect, test } from 'vitest';
import { chipsOf, narrowed, NEWEST, orderOf, queryOf, readView, searchOf, sortSearch, withSearch } from './view';

const NOW = Date.UTC(2026, 10, 28, 12);

test('what a link does not say is the default', () => {
  expect(readView({})).toEqual({ kind: 'llm', filter: { mode: 'AND', checks: [] }, range: { last: '24h' }, sort: NEWEST });
  expect(readView({ type: 'banana', sortField: 'colour', range: 'x' })).toEqual(readView({}));
});

test('a link of the old dashboard means what it meant', () => {
  const view = readView({ type: 'llm', filters: 'type=llm&models=gpt-4%252E1&date=gt.2025-03-01T00%3A00%3A00%2E000Z' });
  expect(view.range).toEqual({ last: 'all' });
  expect(queryOf(view, NOW)).toBe('type=llm&models=gpt-4%252E1&date=gt.2025-03-01T00%3A00%3A00%2E000Z');
});

test('type and range go with the filter', () => {
  expect(queryOf(readView({ range: '1h', filters: 'status=error' }), NOW)).toBe('type=llm&date=gt.2026-11-28T11%3A00%3A00%2E000Z&status=error');
});

test('any of several checks is asked as a tree, so that type and range still hold', () => {
  const query = queryOf(readView({ range: 'all', filters: 'OR&status=error&cost=gte.0%2E25' }), NOW);
  expect(JSON.parse(decodeURIComponent(query.replace('filter=', '')))).toEqual([
    'AND',
    { id: 'type', params: { type: 'llm' } },
    ['OR', { id: 'status', params: { status: 'error' } }, { id: 'cost', params: { operator: 'gte', cost: 0.25 } }],
  ]);
});

test('the search box is a check that is no chip', () => {
  const filter = withSearch(readView({ filters: 'status=error' }).filter, 'refund');
  expect(searchOf(filter)).toBe('refund');
  expect(chipsOf(filter).map(({ id }) => id)).toEqual(['status']);
  expect(searchOf(withSearch(filter, ' '))).toBe('');
});

test('the usual order is left out', () => {
  expect(orderOf(NEWEST)).toBe('');
  expect(sortSearch(NEWEST)).toEqual({ sortField: undefined, sortDirection: undefined });
  expect(orderOf({ field: 'cost', direction: 'desc' })).toBe('sortField=cost&sortDirection=desc');
});

test('a second value joins the first', () => {
  const { filter } = readView({ filters: 'models=a' });
  expect(narrowed(filter, { id: 'models', params: { models: ['b'] } }).checks).toEqual([{ id: 'models', params: { models: ['a', 'b'] } }]);
  expect(narrowed(filter, { id: 'status', params: { status: 'error' } }).checks).toHaveLength(2);
});
