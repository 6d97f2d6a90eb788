import { expect, test } from 'vitest';
import { readSearch, writeSearch } from './search';

test('old links come through unchanged, doubly encoded filters too', () => {
  const links = ['?type=llm&selected=007', '?filters=models%3Dgpt-4%25252E1-mini%26cost%3Dgt.0%252E1', '?q=%22a%22'];
  for (const link of links) expect(writeSearch(readSearch(link)), link).toBe(link);
});

test('what is not set is not in the link', () => {
  expect(writeSearch({ a: '', b: undefined, c: false, d: null, e: 0 })).toBe('?e=0');
  expect(writeSearch({})).toBe('');
});
