import { expect, test } from 'vitest';
import { alikeAround, findSpans, isSpanLine, listRows, type Row, withAncestors } from './rows';
import { ancestors, buildTrace, firstToShow, nextFailure, type Trace, type TreeNode } from './tree';

/** `id parent type start end status`, one span a line; `-` for none. */
function nodes(text: string): TreeNode[] {
  return text.trim().split('\n').map((line) => {
    const [id = '', parent = '', type = '', start = '0', end = '0', status = 'success'] = line.trim().split(/\s+/);
    const isLlm = type === 'llm';
    return { id, parentId: parent === '-' ? null : parent, type, name: `${type} ${id[0]}`, startMs: Number(start), endMs: end === '-' ? null : Number(end), status: status === '-' ? null : status, tokens: isLlm ? 100 : null, cost: isLlm ? 0.5 : null, error: status === 'error' ? `${id} broke` : null };
  });
}

function trace(text: string, nowMs?: number): Trace {
  return buildTrace(nodes(text), nowMs)!;
}

function names(rows: Row[]): string[] {
  return rows.map((row) => `${'  '.repeat(row.depth)}${isSpanLine(row) ? row.span.id : `${row.alike.length} like ${row.alike[0]!.id}`}`);
}

const NONE = { closed: new Set<string>(), opened: new Set<string>(), kept: null };

const AGENT = `
  root - agent 0 1000
  plan root chain 10 400
  ask plan llm 20 300
  late root llm 700 900
  tool root tool 450 600 error`;

test('a span stands before all below it, and siblings stand by their start', () => {
  expect(names(listRows(trace(AGENT), NONE))).toEqual(['root', '  plan', '    ask', '  tool', '  late']);
});

test('what is below a span is summed up in it, of model calls only', () => {
  const { root, byId } = trace(AGENT);
  expect(root.totals).toEqual({ spans: 5, errors: 1, tokens: 200, cost: 1 });
  expect(byId.get('plan')?.totals).toEqual({ spans: 2, errors: 0, tokens: 100, cost: 0.5 });
  expect(buildTrace([{ id: 'a', type: 'agent', startMs: 0, endMs: 1, tokens: 900, cost: 3 }])?.root.totals).toMatchObject({ tokens: 0, cost: 0 });
});

test('the time of its own is what no child covers, however they overlap', () => {
  expect(trace('r - agent 0 100\na r tool 10 40\nb r tool 30 60\nc r tool 90 130').root.selfMs).toBe(40);
  expect(trace('r - agent 0 100').root.selfMs).toBe(100);
});

test('an open span lasts until now where the trace lives, else until the last that is known', () => {
  expect(trace('r - agent 0 - started\na r llm 10 40', 90).root).toMatchObject({ end: 90, isOpen: true, status: 'running' });
  expect(trace('r - agent 0 - started\na r llm 10 40').root).toMatchObject({ end: 40, isOpen: true });
});

test('a conversation lasts as long as its turns', () => {
  expect(trace('t - thread 0 - -\na t chat 10 10 -\nb a llm 20 70').root).toMatchObject({ end: 70, status: null, isOpen: false });
});

test('odd trees are drawn too: no parent, a second root, the same id twice, clocks that disagree', () => {
  const odd = trace('r - agent 0 10\na gone tool 5 6\nb - tool -20 3\na r tool 1 2');
  expect(odd.spans.map((span) => span.id)).toEqual(['r', 'b', 'a']);
  expect(odd.from).toBe(-20);
  expect(buildTrace([])).toBeNull();
});

test('a trace that is as deep as it is long does not break', () => {
  const deep = Array.from({ length: 50_000 }, (_, at): TreeNode => ({ id: `s${at}`, parentId: at === 0 ? null : `s${at - 1}`, type: 'chain', startMs: at, endMs: 60_000 }));
  const built = buildTrace(deep)!;
  expect(built.depth).toBe(49_999);
  expect(listRows(built, NONE)).toHaveLength(50_000);
});

test('it opens where the first failure began, else at the last answer of a model, else at the root', () => {
  const failed = 'r - agent 0 9 error\na r chain 1 8 error\nb a tool 2 3 error\nc r tool 4 5 error';
  expect(firstToShow(trace(failed)).id).toBe('b');
  expect(firstToShow(trace('r - agent 0 9\na r llm 1 2\nb r llm 3 4\nc r tool 5 6')).id).toBe('b');
  expect(firstToShow(trace('r - agent 0 9\nc r tool 5 6')).id).toBe('r');
});

test('steps go from failure to failure, and around', () => {
  const many = trace('r - agent 0 9\na r tool 1 2 error\nb r tool 3 4\nc r tool 5 6 error');
  const at = (id: string) => many.byId.get(id)!;
  expect(nextFailure(many, at('a'), 1)?.id).toBe('c');
  expect(nextFailure(many, at('c'), 1)?.id).toBe('a');
  expect(nextFailure(many, at('b'), -1)?.id).toBe('a');
  expect(nextFailure(trace('r - agent 0 9'), trace('r - agent 0 9').root, 1)).toBeUndefined();
});

const ALIKE = ['r - agent 0 99', ...Array.from({ length: 16 }, (_, at) => `t${at} r tool ${at} ${at + 1} ${at === 7 ? 'error' : 'success'}`)].join('\n');

test('more than six siblings of one name are one line, and a failure is never among them', () => {
  const built = trace(ALIKE);
  const rows = names(listRows(built, NONE));
  expect(rows).toEqual(['r', '  7 like t0', '  t7', '  8 like t8']);
  expect(listRows(built, { ...NONE, opened: new Set(['alike-t8']) })).toHaveLength(11);
  expect(alikeAround(built.byId.get('t12')!)).toBe('alike-t8');
  expect(alikeAround(built.byId.get('t7')!)).toBeNull();
  expect(alikeAround(built.root)).toBeNull();
});

test('a span whose children are folded away has one line', () => {
  expect(names(listRows(trace(AGENT), { ...NONE, closed: new Set(['plan']) }))).toEqual(['root', '  plan', '  tool', '  late']);
});

test('lines of the tree go on below those that have more siblings', () => {
  const rows = listRows(trace(AGENT), NONE);
  expect(rows.map((row) => [row.isLast, row.guides])).toEqual([[true, 0], [false, 0], [true, 2], [false, 0], [true, 0]]);
});

test('a search keeps what has all its words, and all above it, whatever was folded', () => {
  const built = trace(AGENT);
  const find = (text: string) => findSpans(built, text)?.map((span) => span.id);
  expect(find('LLM ask')).toEqual(['ask']);
  expect(find('tool broke')).toEqual(['tool']);
  expect(find('nothing')).toEqual([]);
  expect(find('  ')).toBeUndefined();
  const kept = withAncestors(findSpans(built, 'ask')!);
  expect(names(listRows(built, { ...NONE, closed: new Set(['plan']), kept }))).toEqual(['root', '  plan', '    ask']);
  expect(ancestors(built.byId.get('ask')!)).toEqual(['plan', 'root']);
});
