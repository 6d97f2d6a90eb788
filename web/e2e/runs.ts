// Runs to look at: the same ones each time, their times counted back from now.

import type { Api, Project } from './api';

const QUESTIONS = ['Can I change the delivery address?', 'Why was my card charged twice?', 'Draft a reply that declines the refund'];
const ANSWERS = ['Yes, until the parcel reaches the depot. You can **redirect** it from the order page.', 'One of the two charges is a pre-authorisation. It is released within five days.', 'Hi Dana, thank you for writing to us.'];
const MODELS = ['gpt-4.1', 'claude-sonnet-4', 'gemini-2.5-pro'];
const USERS = ['maya', 'omar', 'sofia'];
const TAGS = ['prod', 'batch', 'beta'];

/** The id of the run with this number. */
export function runId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function at(secondsAgo: number): string {
  return new Date(Date.now() - secondsAgo * 1000).toISOString();
}

interface Told {
  id: string;
  type: string;
  name: string;
  secondsAgo: number;
  start: Record<string, unknown>;
  end: Record<string, unknown>;
}

/** The events of a run from its start to its end, 700 ms later. */
export function eventsOf({ id, type, name, secondsAgo, start, end }: Told): unknown[] {
  const failed = 'error' in end;
  return [
    { type, event: 'start', runId: id, name, timestamp: at(secondsAgo), ...start },
    { type, event: failed ? 'error' : 'end', runId: id, timestamp: at(secondsAgo - 0.7), ...end },
  ];
}

/** A call of a model; every tenth fails. */
function call(number: number): unknown[] {
  const kind = number % 3;
  const input: unknown[] = [
    { role: 'system', content: 'You are the support assistant of a shop.\nBe short.\nBe kind.\nNever promise a refund.' },
    { role: 'user', content: QUESTIONS[kind] },
  ];
  if (kind === 1) {
    input.push({ role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'search_orders', arguments: '{"customer":"c_20418","limit":5}' } }] });
    input.push({ role: 'tool', tool_call_id: 'call_1', content: '[{"id":"o_9913","status":"shipped"}]' });
  }
  const end = number % 10 === 9 ? { error: { message: '429 Too Many Requests', stack: 'Error\n    at call (client.ts:10)' } } : { output: { role: 'assistant', content: ANSWERS[kind] }, tokensUsage: { prompt: 900 + number, completion: 80 } };
  const start = { input, userId: USERS[kind], tags: [TAGS[kind]], params: { temperature: 0.2 }, metadata: { plan: kind === 0 ? 'pro' : 'free', build: [7, 'linux'] } };
  return eventsOf({ id: runId(number), type: 'llm', name: MODELS[kind] ?? '', secondsAgo: 5 + number * 40, start, end });
}

/** 120 calls of models within the last two hours, five tools and five searches. */
export async function seed(api: Api, project: Project): Promise<void> {
  const calls = Array.from({ length: 120 }, (_, number) => call(number)).flat();
  const tools = Array.from({ length: 5 }, (_, number) =>
    eventsOf({ id: runId(1000 + number), type: 'tool', name: 'refund_quote', secondsAgo: 60 + number, start: { input: { order: 'o_9913' } }, end: { output: { quote: 49 } } }),
  ).flat();
  const found = [{ id: 'd1', title: 'Returns policy', source: 'https://docs.example.org/returns', summary: 'Goods can be returned within 30 days.' }];
  const searches = Array.from({ length: 5 }, (_, number) =>
    eventsOf({ id: runId(2000 + number), type: 'retriever', name: 'kb.search', secondsAgo: 90 + number, start: { input: 'returns' }, end: { output: found } }),
  ).flat();
  await api.ingest(project.publicApiKey, [...calls, ...tools, ...searches]);
}

const TAG = '<img src="https://evil.example/a.png" onerror="window.hacked=1"><svg onload="window.hacked=1"></svg><script>window.hacked=1</script>';
const LINKS = '[click](javascript:window.hacked=1) ![pixel](https://evil.example/p.gif) \u001b[31mred\u001b[0m \u202egnp.exe';

/** A run that would like to be more than text, in every field that people send. */
export async function seedHostile(api: Api, project: Project): Promise<string> {
  const id = runId(6666);
  const words = `${TAG} ${LINKS}`;
  const input = [
    { role: 'system', content: words },
    { role: 'user', content: [{ type: 'text', text: words }, { type: 'image_url', image_url: { url: 'https://evil.example/x.png' } }, { type: 'image_url', image_url: { url: 'javascript:window.hacked=1' } }, { type: 'image_url', image_url: { url: `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" onload="window.hacked=1"/>')}` } }] },
    { role: 'assistant', content: words, tool_calls: [{ id: TAG, type: 'function', function: { name: TAG, arguments: JSON.stringify({ [TAG]: words }) } }] },
    { role: TAG, content: words, name: TAG },
  ];
  const start = { input, userId: TAG, userProps: { name: TAG }, tags: [TAG], metadata: { [TAG]: words }, params: { [TAG]: words, tools: [{ name: TAG, description: words }] } };
  await api.ingest(project.publicApiKey, eventsOf({ id, type: 'llm', name: TAG, secondsAgo: 3, start, end: { error: { message: words, stack: `${words}\n    at call (client.ts:10)` } } }));
  return id;
}
