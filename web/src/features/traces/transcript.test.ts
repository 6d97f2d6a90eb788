import { expect, test } from 'vitest';
import type { Run } from '@/api/runs';
import { wordsOfItem, itemsOf } from '@/components/messages/items';
import { entriesOf, speaking } from './transcript';
import { buildTrace, type Trace, type TreeNode } from './tree';

function node(id: string, type: string, startMs: number, more: Partial<TreeNode> = {}): TreeNode {
  return { id, parentId: id === 'root' ? null : 'root', type, name: id, startMs, endMs: startMs + 10, status: 'success', ...more };
}

function trace(nodes: TreeNode[]): Trace {
  return buildTrace(nodes)!;
}

function run(type: string, input: unknown, output: unknown, error: unknown = null): Run {
  return { type, input, output, error } as unknown as Run;
}

function words(spans: Trace['spans'], runs: Record<string, Run>): string[] {
  return entriesOf(spans, ({ id }) => runs[id]).map(({ span, sections, repeated }) => `${span.id}: ${sections ? itemsOf(sections).map(wordsOfItem).join(' | ') : '?'}${repeated > 0 ? ` +${repeated}` : ''}`);
}

const ASK = { role: 'user', content: 'Where is it?' };
const CALL = { role: 'assistant', content: null, tool_calls: [{ id: 'c1', function: { name: 'find', arguments: '{}' } }] };

test('models, tools and searches speak in the order of time, and what failed by itself', () => {
  const spans = trace([node('root', 'agent', 0, { endMs: 90, status: 'error' }), node('late', 'llm', 50), node('early', 'tool', 20), node('plan', 'chain', 10), node('broken', 'chain', 30, { status: 'error' })]).spans;
  expect(speaking(spans).map(({ id }) => id)).toEqual(['early', 'broken', 'late']);
});

test('what was said before is not said again', () => {
  const spans = speaking(trace([node('root', 'agent', 0, { endMs: 90 }), node('first', 'llm', 10), node('find', 'tool', 30), node('second', 'llm', 50)]).spans);
  const found = { id: 'o_1' };
  const runs = {
    first: run('llm', [ASK], CALL),
    find: run('tool', { customer: 'c_1' }, found),
    second: run('llm', [ASK, CALL, { role: 'tool', tool_call_id: 'c1', content: JSON.stringify(found) }, { role: 'user', content: 'And now?' }], { role: 'assistant', content: 'Tomorrow.' }),
  };
  const [first, find, second] = words(spans, runs);
  expect(first).toContain('Where is it? | find');
  expect(find).toContain('"o_1"');
  expect(second).toBe('second: And now? | Tomorrow. +3');
});

test('what is not loaded yet has no words, and a failure says why', () => {
  const spans = speaking(trace([node('root', 'agent', 0, { endMs: 90 }), node('one', 'llm', 10), node('two', 'tool', 30, { status: 'error' })]).spans);
  expect(words(spans, { two: run('tool', 'x', null, { message: 'no such order' }) })).toEqual(['one: ?', 'two: x | no such order']);
});
