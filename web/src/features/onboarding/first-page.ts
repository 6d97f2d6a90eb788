// Which page shows what has just arrived first.

import type { Lesson } from './snippets';

interface Arrived {
  id: string;
  type: string;
  createdAt: string;
  endedAt?: string | null;
  parentRunId?: string | null;
}

interface FirstPage<Run> {
  run: Run;
  link: { to: string; params?: Record<string, string>; search?: Record<string, string> };
}

const TOP = new Set(['agent', 'chain']);

/** Of at least one run: the page that the lesson is about, if that has something to show, else the page of what there is. */
export function pageOfFirst<Run extends Arrived>(runs: Run[], lesson: Lesson): FirstPage<Run> {
  const find = (isIt: (run: Run) => boolean) => runs.find(isIt);
  // The oldest of many is the one that the others hang on.
  const top = runs.findLast((run) => TOP.has(run.type));
  const thread = find((run) => run.type === 'thread');
  const llm = find((run) => run.type === 'llm');
  const order = lesson === 'thread' ? [thread, top, llm] : lesson === 'trace' ? [top, thread, llm] : [llm, top, thread];
  const run = order.find((one) => one !== undefined) ?? runs[0]!;
  if (run === thread) return { run, link: { to: '/threads/$id', params: { id: run.id } } };
  if (run === top) return { run, link: { to: '/traces/$id', params: { id: run.id } } };
  return { run, link: { to: '/logs', search: { type: run.type === 'embed' ? 'llm' : run.type, selected: run.id } } };
}
