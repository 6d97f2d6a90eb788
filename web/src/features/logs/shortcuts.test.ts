import { expect, test } from 'vitest';
import { takeTyped } from './shortcuts';

function typed(text: string) {
  return takeTyped(text, 'llm');
}

test('filters are taken out of what was typed, the rest is searched for', () => {
  expect(typed('refund model:gpt-4.1 late')).toEqual({ text: 'refund late', checks: [{ id: 'models', params: { models: ['gpt-4.1'] } }], users: [] });
  expect(typed('tag:"night batch",x').checks).toEqual([]);
  expect(typed('tag:"night batch"').checks).toEqual([{ id: 'tags', params: { tags: ['night batch'] } }]);
  expect(typed('model:a,b').checks).toEqual([{ id: 'models', params: { models: ['a', 'b'] } }]);
  expect(typed('user:maya.chen')).toEqual({ text: '', checks: [], users: ['maya.chen'] });
  expect(typed('metadata.plan.tier:pro').checks).toEqual([{ id: 'metadata', params: { key: 'plan.tier', value: 'pro' } }]);
});

test('numbers have operators and units', () => {
  expect(typed('cost:>0.01').checks).toEqual([{ id: 'cost', params: { operator: 'gt', cost: 0.01 } }]);
  expect(typed('cost:<=$.5').checks).toEqual([{ id: 'cost', params: { operator: 'lte', cost: 0.5 } }]);
  expect(typed('duration:>5s').checks).toEqual([{ id: 'duration', params: { operator: 'gt', duration: 5 } }]);
  expect(typed('duration:>=250ms').checks).toEqual([{ id: 'duration', params: { operator: 'gte', duration: 0.25 } }]);
  expect(typed('duration:2m').checks).toEqual([{ id: 'duration', params: { operator: 'gt', duration: 120 } }]);
  expect(typed('tokens:>2k').checks).toEqual([{ id: 'tokens', params: { field: 'total', operator: 'gt', tokens: 2000 } }]);
});

test('words for states are understood', () => {
  expect(typed('status:failed feedback:down').checks).toEqual([
    { id: 'status', params: { status: 'error' } },
    { id: 'feedback', params: { types: ['{"thumb":"down"}'] } },
  ]);
});

test('what looks like a filter and is none stays text', () => {
  for (const text of ['https://a.test/x', 'note: this', 'cost:cheap', 'status:banana', 'tool:find', 'time:12:30', 'model:']) expect(typed(text)).toEqual({ text, checks: [], users: [] });
  expect(takeTyped('tool:find model:x', 'tool')).toMatchObject({ text: 'model:x', checks: [{ id: 'tools' }] });
});
