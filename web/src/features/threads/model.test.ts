import { expect, test } from 'vitest';
import type { Run } from '@/api/runs';
import { answeredIn, belowOf, conversationOf, shownTry, topicOf, turnOf, type Turn } from './model';

function run(id: string, minute: number, more: Partial<Run> = {}): Run {
  const at = (minutes: number): string => new Date(Date.UTC(2026, 0, 5, 12, 0) + minutes * 60_000).toISOString();
  return { id, type: 'chat', createdAt: at(minute), endedAt: at(minute + 0.05), input: [], output: [], ...more } as Run;
}

function outline(runs: Run[]): string[] {
  return conversationOf(runs).map((item) => {
    if (item.kind === 'pause') return `pause ${Math.round(item.ms / 60_000)}`;
    return item.kind === 'event' ? `event ${item.id}` : `${item.number} ${item.tries.map((one) => one.id).join('+')}`;
  });
}

test('turns stand in the order of time, whatever the list says', () => {
  expect(outline([run('b', 1), run('a', 0), run('c', 2)])).toEqual(['1 a', '2 b', '3 c']);
});

test('a conversation is about the first thing that was asked', () => {
  const asked = (content: unknown): unknown => [{ role: 'user', content }];
  expect(topicOf(conversationOf([run('b', 1, { input: asked('later') as never }), run('a', 0, { input: asked(' Where is\n my parcel? ') as never })]))).toBe('Where is my parcel?');
  expect(topicOf(conversationOf([run('a', 0, { input: asked('a'.repeat(99)) as never })]))).toBe(`${'a'.repeat(80)}…`);
  expect(topicOf(conversationOf([run('a', 0)]))).toBeUndefined();
});

test('a retry is a try of the turn that it repeats, and so is a retry of a retry', () => {
  const items = conversationOf([run('a', 0), run('b', 1, { siblingRunId: 'a' }), run('c', 2), run('d', 3, { siblingRunId: 'b' })]);
  expect(items.map((item) => (item as Turn).tries.map((one) => one.id))).toEqual([['a', 'b', 'd'], ['c']]);
  expect(outline([run('a', 0, { siblingRunId: 'gone' })])).toEqual(['1 a']);
});

test('a long silence is said, events are notes between turns', () => {
  expect(outline([run('a', 0), run('b', 5), run('e', 6, { type: 'custom-event' }), run('c', 100)])).toEqual(['1 a', '2 b', 'event e', 'pause 94', '3 c']);
});

test('what hangs below a turn is summed up there, and its traces are those that hang on it', () => {
  const node = (id: string, parentId: string | null, type: string, more = {}) => ({ id, parentId, type, startMs: 0, name: id, ...more });
  const below = belowOf([
    node('t', null, 'thread'),
    node('a', 't', 'chat'),
    node('agent', 'a', 'agent', { status: 'error', tokens: 99 }),
    node('gpt', 'agent', 'llm', { tokens: 10, cost: 0.5, status: 'error', error: 'no luck' }),
    node('gpt2', 'agent', 'llm', { tokens: 5, name: 'gpt' }),
    node('b', 't', 'chat'),
    node('e', 't', 'custom-event'),
    node('stray', 't', 'llm'),
  ]);
  expect(below.get('a')).toEqual({ runs: 3, errors: 2, error: 'no luck', tokens: 15, cost: 0.5, models: ['gpt'], traces: [{ id: 'agent', name: 'agent', isFailed: true }] });
  expect(below.get('b')).toMatchObject({ runs: 0, traces: [] });
  expect([...below.keys()]).toEqual(['a', 'b']);
});

test('the last try is shown until somebody chooses', () => {
  const [turn] = conversationOf([run('a', 0), run('b', 1, { siblingRunId: 'a' })]) as Turn[];
  expect(shownTry(turn!, new Map()).id).toBe('b');
  expect(shownTry(turn!, new Map([['a', 0]])).id).toBe('a');
  expect(turnOf([turn!], 'b')).toBe(turn);
  expect(turnOf([turn!], undefined)).toBeUndefined();
});

test('a turn without an answer took no time', () => {
  expect(answeredIn(run('a', 0))).toBe(3000);
  expect(answeredIn(run('a', 0, { output: null }))).toBeNull();
});
