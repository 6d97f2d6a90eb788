// A trace: where it went wrong or slow.

import type { Api, Project } from './api';
import { expect, test } from './fixtures';
import { look } from './look';

const START = Date.parse('2026-01-05T12:00:00Z');

interface Step {
  id: string;
  parent?: string;
  type: string;
  name?: string;
  from: number;
  /** Left out: it goes on. */
  to?: number;
  error?: string;
  input?: unknown;
  output?: unknown;
  tokens?: [number, number];
}

function events(steps: Step[], start: number): unknown[] {
  const at = (ms: number): string => new Date(start + ms).toISOString();
  return steps.flatMap((step) => [
    { type: step.type, event: 'start', runId: step.id, parentRunId: step.parent, name: step.name ?? step.type, timestamp: at(step.from), input: step.input ?? 'Hi', ...(step.parent ? {} : { userId: 'maya', tags: ['prod'] }) },
    ...(step.to === undefined ? [] : [step.error ? { type: step.type, event: 'error', runId: step.id, timestamp: at(step.to), error: { message: step.error, stack: 'at refund (tools.ts:41)' } } : { type: step.type, event: 'end', runId: step.id, timestamp: at(step.to), output: step.output ?? 'done', tokensUsage: step.tokens && { prompt: step.tokens[0], completion: step.tokens[1] } }]),
  ]);
}

/** An agent of two steps; in the second, one of the tools fails. */
const AGENT: Step[] = [
  { id: 'agent', type: 'agent', name: 'support-agent', from: 0, to: 9000 },
  { id: 'plan', parent: 'agent', type: 'chain', name: 'plan', from: 10, to: 3000 },
  { id: 'ask', parent: 'plan', type: 'llm', name: 'gpt-4.1', from: 20, to: 2900, tokens: [100, 20], input: [{ role: 'user', content: 'Why was my card charged twice?' }], output: { role: 'assistant', content: 'Let me look.' } },
  { id: 'act', parent: 'agent', type: 'chain', name: 'act', from: 3000, to: 9000 },
  ...Array.from({ length: 9 }, (_, at): Step => ({ id: `search-${at}`, parent: 'act', type: 'tool', name: 'search_orders', from: 3000 + at * 100, to: 3090 + at * 100 })),
  { id: 'refund', parent: 'act', type: 'tool', name: 'refund_quote', from: 4000, to: 4300, error: 'order_id must be a string', input: { order_id: 9913 } },
  { id: 'answer', parent: 'act', type: 'llm', name: 'gpt-4.1', from: 4400, to: 8900, tokens: [400, 80] },
];

async function send(api: Api, project: Project, steps: Step[], start = START): Promise<void> {
  const all = events(steps, start);
  for (let from = 0; from < all.length; from += 4000) await api.ingest(project.publicApiKey, all.slice(from, from + 4000));
}

test('it opens on the failing span, with its error beside it, and sums up what is below each span', async ({ page, api, owner, project, signIn }) => {
  await send(api, project, AGENT);
  await signIn(owner);
  await page.goto('/traces/agent');
  await expect(page.getByRole('heading', { name: 'support-agent', level: 1 })).toBeVisible();
  const details = page.getByTestId('span-details');
  await expect(details.getByRole('heading', { name: 'refund_quote' })).toBeVisible();
  await expect(details).toContainText('order_id must be a string');
  await expect(page.getByRole('treeitem', { selected: true })).toContainText('refund_quote');
  await expect(page.getByRole('treeitem').filter({ hasText: 'search_orders' })).toHaveCount(1);
  await look(page, 'trace');
  await page.getByRole('treeitem').filter({ hasText: 'act' }).first().click();
  await expect(page.getByTestId('subtree')).toContainText('11 spans');
  await expect(page.getByTestId('subtree')).toContainText('480 tokens');
  await expect(page).toHaveURL(/span=/);
  await page.reload();
  await expect(details.getByRole('heading', { name: 'act' })).toBeVisible();
});

test('the keyboard alone reaches everything in it', async ({ page, api, owner, project, signIn }) => {
  await send(api, project, AGENT);
  await signIn(owner);
  await page.goto('/traces/agent');
  const here = page.getByRole('treeitem', { selected: true });
  await expect(here).toContainText('refund_quote');
  await expect(page.getByRole('tree')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(here).toContainText('search_orders');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('treeitem').filter({ hasText: 'search_orders' })).toHaveCount(9);
  await page.keyboard.press('e');
  await expect(here).toContainText('refund_quote');
  await page.keyboard.press('ArrowLeft');
  await expect(here).toContainText('act');
  await page.keyboard.press('ArrowLeft');
  await expect(here).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('Home');
  await expect(here).toContainText('support-agent');
  await page.keyboard.press('j');
  await expect(here).toContainText('plan');
  await page.keyboard.press('2');
  await expect(page.getByRole('tab', { name: 'Raw' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('f');
  await page.keyboard.type('refund');
  await expect(page.getByText('1 of 15')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(here).toContainText('refund_quote');
  await expect(page).toHaveURL(/q=refund/);
});

test('a filter that finds nothing says so, and can be taken back', async ({ page, api, owner, project, signIn }) => {
  await send(api, project, AGENT);
  await signIn(owner);
  await page.goto('/traces/agent?q=nobody');
  await expect(page.getByText('No span has all these words')).toBeVisible();
  await look(page, 'trace-no-match');
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await expect(page.getByRole('treeitem').filter({ hasText: 'refund_quote' })).toBeVisible();
});

test('dragging on the map comes nearer, and the address keeps it', async ({ page, api, owner, project, signIn }) => {
  await send(api, project, AGENT);
  await signIn(owner);
  await page.goto('/traces/agent');
  const map = page.getByTestId('minimap');
  const box = (await map.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.4, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByRole('button', { name: 'Reset zoom' })).toBeVisible();
  await expect(page).toHaveURL(/from=/);
  await page.keyboard.press('0');
  await expect(page).not.toHaveURL(/from=/);
});

test('a long pause is drawn short', async ({ page, api, owner, project, signIn }) => {
  await send(api, project, [
    { id: 'slow', type: 'agent', name: 'waiting-agent', from: 0, to: 605_000 },
    { id: 'one', parent: 'slow', type: 'tool', name: 'ask_a_person', from: 0, to: 1500 },
    { id: 'two', parent: 'slow', type: 'tool', name: 'go_on', from: 603_000, to: 605_000 },
  ]);
  await signIn(owner);
  await page.goto('/traces/slow');
  await expect(page.getByTitle('10m 02s in which nothing ran')).toBeAttached();
  await look(page, 'trace-pause');
  await page.getByRole('button', { name: 'Draw long pauses short' }).click();
  await expect(page.getByTitle('10m 02s in which nothing ran')).toHaveCount(0);
});

test('what is sent while somebody looks appears', async ({ page, api, owner, project, signIn }) => {
  const start = Date.now() - 2000;
  await send(api, project, [{ id: 'live', type: 'agent', name: 'live-agent', from: 0 }, { id: 'first', parent: 'live', type: 'tool', name: 'first_tool', from: 10, to: 500 }], start);
  await signIn(owner);
  await page.goto('/traces/live');
  await expect(page.getByText(/^Running, /)).toBeVisible();
  await send(api, project, [{ id: 'second', parent: 'live', type: 'tool', name: 'second_tool', from: 600, to: 900 }], start);
  await expect(page.getByRole('treeitem').filter({ hasText: 'second_tool' })).toBeVisible();
  await api.ingest(project.publicApiKey, [{ type: 'agent', event: 'end', runId: 'live', timestamp: new Date(start + 1000).toISOString(), output: 'done' }]);
  await expect(page.getByText(/^Running, /)).toHaveCount(0);
});

test('a trace is deleted only after a question', async ({ page, api, owner, project, signIn, allowFailures }) => {
  allowFailures(404, 501);
  await send(api, project, AGENT);
  await signIn(owner);
  await page.goto('/traces/agent');
  await page.getByRole('button', { name: 'Delete trace' }).click();
  await expect(page.getByRole('dialog')).toContainText('15 spans');
  await page.getByTestId('confirm-delete').click();
  await expect(page).toHaveURL(/type=trace/);
  await page.goto('/traces/agent');
  await expect(page.getByRole('heading', { name: 'This trace does not exist or was removed' })).toBeVisible();
  await look(page, 'trace-gone');
});

test('who may only look cannot delete, and who may not look is told what is needed', async ({ page, api, owner, project, signIn, allowFailures }) => {
  await send(api, project, AGENT);
  await signIn(await api.join(owner, 'Vera Viewer', 'viewer'));
  await page.goto('/traces/agent');
  await expect(page.getByTestId('span-details')).toContainText('refund_quote');
  await expect(page.getByRole('button', { name: 'Delete trace' })).toHaveCount(0);
  allowFailures(403);
  const editor = await api.join(owner, 'Paul Prompt', 'prompt_editor');
  await page.evaluate((token) => localStorage.setItem('auth-token', token), editor.token);
  await page.goto('/traces/agent');
  await expect(page.getByRole('heading', { name: 'Your role does not open this page' })).toBeVisible();
  await look(page, 'trace-no-permission');
});

test('a trace that cannot be loaded can be asked for again', async ({ page, api, owner, project, signIn, allowFailures }) => {
  allowFailures(422);
  await send(api, project, AGENT);
  await signIn(owner);
  let isWell = false;
  await page.route('**/tree?*', (route) => (isWell ? route.fallback() : route.fulfill({ status: 422, json: { error: 'Error', message: 'no luck today' } })));
  await page.goto('/traces/agent');
  await expect(page.getByRole('alert')).toContainText('no luck today');
  await look(page, 'trace-error');
  isWell = true;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByTestId('span-details')).toContainText('refund_quote');
});

test('whatever somebody sends is shown as text', async ({ page, api, owner, project, signIn }) => {
  const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>\u001b[31mred';
  await send(api, project, [
    { id: 'evil', type: 'agent', name: evil, from: 0, to: 100, input: { [evil]: evil }, output: '[a](javascript:window.hacked=1) ![b](https://example.org/a.png)' },
    { id: 'worse', parent: 'evil', type: 'tool', name: evil, from: 1, to: 50, error: evil, input: [{ role: 'user', content: '<svg onload="window.hacked=1">' }] },
  ]);
  await signIn(owner);
  await page.goto('/traces/evil');
  await expect(page.getByTestId('span-details')).toContainText('<script>window.hacked=1</script>');
  await expect(page.getByTestId('span-details')).toContainText('<svg onload');
  await look(page, 'trace-hostile');
  await page.keyboard.press('Home');
  await expect(page.getByTestId('span-details').getByRole('heading', { level: 2 })).toContainText('<img src=x');
  await page.getByRole('radio', { name: 'By name' }).click();
  await expect(page.getByTestId('by-name')).toContainText('<img src=x');
  expect(await page.evaluate(() => (window as unknown as { hacked?: number }).hacked)).toBeUndefined();
});

test('names are summed up, and a name leads to its slowest span', async ({ page, api, owner, project, signIn }) => {
  await send(api, project, AGENT);
  await signIn(owner);
  await page.goto('/traces/agent?view=names');
  const row = page.getByTestId('by-name').getByRole('row').filter({ hasText: 'search_orders' });
  await expect(row).toContainText('9');
  await look(page, 'trace-names');
  await row.getByRole('button').click();
  await expect(page.getByTestId('span-details').getByRole('heading', { name: 'search_orders' })).toBeVisible();
});

test('the transcript is one conversation, in which nothing is said twice, and leads to each span', async ({ page, api, owner, project, signIn }) => {
  const question = { role: 'user', content: 'Why was my card charged twice?' };
  await send(api, project, AGENT.map((step) => (step.id === 'answer' ? { ...step, input: [question, { role: 'assistant', content: 'Let me look.' }], output: { role: 'assistant', content: 'One is released in five days.' } } : step)));
  await signIn(owner);
  await page.goto('/traces/agent');
  await page.getByRole('radio', { name: 'Transcript' }).click();
  const transcript = page.getByRole('region', { name: 'Transcript' });
  await expect(transcript).toContainText('One is released in five days.');
  await expect(transcript.getByText('Why was my card charged twice?')).toHaveCount(1);
  await expect(transcript.getByText('order_id must be a string')).toBeVisible();
  await look(page, 'trace-transcript');
  await transcript.getByRole('button', { name: /from before/ }).click();
  await expect(page.getByTestId('span-details').getByRole('heading', { name: 'gpt-4.1' })).toBeVisible();
  await expect(page).toHaveURL(/view=transcript/);
});

test('a trace of five thousand spans draws some lines, not all, and goes to the failure in it', async ({ page, api, owner, project, signIn }) => {
  const many = Array.from({ length: 5000 }, (_, at): Step => ({ id: `s${at}`, parent: at % 50 === 0 ? 'many' : `s${at - (at % 50)}`, type: at % 7 === 0 ? 'llm' : 'tool', name: `step_${at}`, from: at * 10, to: at * 10 + (at % 50 === 0 ? 500 : 9), error: at === 4321 ? 'too deep' : undefined }));
  await send(api, project, [{ id: 'many', type: 'agent', name: 'long-agent', from: 0, to: 50_000 }, ...many]);
  await signIn(owner);
  await page.goto('/traces/many');
  await expect(page.getByRole('treeitem', { selected: true })).toContainText('step_4321');
  expect(await page.getByRole('treeitem').count()).toBeLessThan(80);
  await page.keyboard.press('Home');
  await expect(page.getByRole('treeitem', { selected: true })).toContainText('long-agent');
  await look(page, 'trace-5000');
});

test('the tabs of a span show what it was sent', async ({ page, api, owner, project, signIn }) => {
  await send(api, project, AGENT);
  await signIn(owner);
  await page.goto('/traces/agent');
  const details = page.getByTestId('span-details');
  await details.getByRole('tab', { name: 'Raw' }).click();
  await expect(details.getByRole('textbox', { name: 'Raw' })).toContainText('9913');
  await look(page, 'trace-raw');
  await details.getByRole('tab', { name: /Metadata/ }).click();
  await expect(details).toContainText('No metadata');
  await look(page, 'trace-metadata');
});

test('a span of OpenTelemetry shows what it said in its own words', async ({ page, api, owner, project, signIn }) => {
  const nanos = (secondsAgo: number): string => `${Date.now() - secondsAgo * 1000}000000`;
  const attribute = (key: string, stringValue: string): object => ({ key, value: { stringValue } });
  const span = {
    traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174', name: 'chat gpt-4.1', kind: 3, startTimeUnixNano: nanos(9), endTimeUnixNano: nanos(8),
    attributes: [attribute('gen_ai.operation.name', 'chat'), attribute('gen_ai.request.model', 'gpt-4.1'), attribute('acme.tier', 'gold')],
  };
  await api.send('POST', '/v1/traces', project.publicApiKey, { resourceSpans: [{ resource: { attributes: [attribute('service.name', 'desk')] }, scopeSpans: [{ spans: [span] }] }] });
  await signIn(owner);
  await page.goto('/logs');
  await page.getByRole('grid').getByText('gpt-4.1').click();
  await page.getByRole('tab', { name: 'OpenTelemetry' }).click();
  const said = page.getByRole('tabpanel');
  await expect(said).toContainText('acme.tier');
  await expect(said).toContainText('"gold"');
  await look(page, 'span');
  // What was not sent by OpenTelemetry has no such words.
  await api.ingest(project.publicApiKey, events([{ id: 'plain', type: 'llm', name: 'plain-model', from: 0, to: 10 }], Date.now() - 5000));
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('grid').getByText('plain-model').click();
  await expect(page.getByRole('tab', { name: 'Messages' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'OpenTelemetry' })).toHaveCount(0);
});
