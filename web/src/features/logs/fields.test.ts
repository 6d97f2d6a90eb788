import { expect, test } from 'vitest';
import { chipText, FIELDS, isComplete } from './fields';
import { CHECKS } from '@/lib/checks';

test('every field of the menu is a check with its parameters', () => {
  for (const { id, editor, start } of FIELDS) {
    const names = CHECKS[id]?.parameters.map(({ name }) => name);
    expect(names, id).toBeDefined();
    expect(names).toEqual(expect.arrayContaining(Object.keys(start)));
    if ('param' in editor) expect(names).toContain(editor.param);
  }
});

test('chips say what is asked', () => {
  const text = (id: string, params: Record<string, string | number | string[]>, labels?: Record<string, string>) => Object.values(chipText({ id, params }, labels)).join(' ');
  expect(text('models', { models: ['gpt-4.1'] })).toBe('Model is gpt-4.1');
  expect(text('models', { models: ['a', 'b'] })).toBe('Model is any of a, b');
  expect(text('tags', { tags: ['a', 'b', 'c', 'd'] })).toBe('Tag is any of 4 values');
  expect(text('users', { users: ['7'] }, { 7: 'maya' })).toBe('User is maya');
  expect(text('cost', { operator: 'gte', cost: 0.25 })).toBe('Cost ≥ $0.250');
  expect(text('duration', { operator: 'gt', duration: 5 })).toBe('Duration > 5.00 s');
  expect(text('status', { status: 'error' })).toBe('Status is Failed');
  expect(text('metadata', { key: 'plan', value: 'pro' })).toBe('Metadata plan = pro');
  expect(text('metadata', { key: 'plan' })).toBe('Metadata has plan');
  expect(text('pii', { containsPii: 'true' })).toBe('pii is true');
});

test('a chip without a value asks nothing yet', () => {
  expect(isComplete({ id: 'models', params: {} })).toBe(false);
  expect(isComplete({ id: 'models', params: { models: [] } })).toBe(false);
  expect(isComplete({ id: 'cost', params: { operator: 'gt', cost: 0 } })).toBe(true);
  expect(isComplete({ id: 'metadata', params: { value: 'x' } })).toBe(false);
  expect(isComplete({ id: 'pii', params: {} })).toBe(true);
});
