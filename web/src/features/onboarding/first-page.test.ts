import { expect, test } from 'vitest';
import { pageOfFirst } from './first-page';
import type { Lesson } from './snippets';

function check(types: string, lesson: Lesson, want: string): void {
  const runs = types.split(' ').map((type, index) => ({ id: `${type}-${index}`, type, createdAt: '' }));
  const { link } = pageOfFirst(runs, lesson);
  expect([link.to, link.params?.id ?? link.search?.selected].join(' '), `${types}, ${lesson}`).toBe(want);
}

test('the first event leads to the page that was asked for, or to the one that can show it', () => {
  check('llm tool agent', 'trace', '/traces/$id agent-2');
  check('llm chain agent', 'trace', '/traces/$id agent-2');
  check('llm tool agent', 'llm', '/logs llm-0');
  check('llm', 'trace', '/logs llm-0');
  check('llm thread', 'thread', '/threads/$id thread-1');
  check('llm', 'thread', '/logs llm-0');
  check('agent', 'llm', '/traces/$id agent-0');
  check('tool', 'trace', '/logs tool-0');
  check('llm', 'user', '/logs llm-0');
});
