// The lists of traces and of conversations: what they show, and how they lead to their pages.

import type { Api, Project } from './api';
import { expect, test } from './fixtures';
import { look } from './look';
import { eventsOf, runId } from './runs';

const NAMES = ['support-agent', 'triage-agent', 'refund-agent'];

async function agents(api: Api, project: Project): Promise<void> {
  const events = Array.from({ length: 24 }, (_, number) => {
    const end = number % 8 === 5 ? { error: { message: 'the depot does not answer' } } : { output: 'It arrives tomorrow.' };
    const start = { input: 'Where is my parcel?', userId: number % 2 ? 'maya' : 'omar', tags: ['prod'] };
    const call = { id: runId(100 + number), type: 'llm', name: 'gpt-4.1', secondsAgo: 59 + number * 90, start: { input: 'Where?', parentRunId: runId(number) }, end: { output: 'Here.', tokensUsage: { prompt: 1200, completion: 80 } } };
    return [...eventsOf({ id: runId(number), type: 'agent', name: NAMES[number % 3] ?? '', secondsAgo: 60 + number * 90, start, end }), ...eventsOf(call)];
  });
  await api.ingest(project.publicApiKey, events.flat());
}

async function talks(api: Api, project: Project): Promise<void> {
  const said = (number: number, turn: number, role: string, content: string) => ({
    type: 'thread', event: 'chat', runId: `m-${number}-${turn}-${role}`, parentRunId: `talk-${number}`, userId: number % 2 ? 'maya' : 'omar', threadTags: ['web'],
    timestamp: new Date(Date.now() - (number * 600 - turn * 10) * 1000 - 5000).toISOString(), message: { id: `m-${number}-${turn}-${role}`, role, content },
  });
  const events = Array.from({ length: 8 }, (_, number) => [
    said(number, 0, 'user', 'Can I change the address?'),
    said(number, 1, 'assistant', 'Yes, until noon.'),
    said(number, 2, 'user', `Thank you, that was number ${number}`),
  ]);
  await api.ingest(project.publicApiKey, events.flat());
}

test('traces are listed, narrowed to those that failed, and opened', async ({ page, api, owner, project, signIn }) => {
  await agents(api, project);
  await signIn(owner);
  await page.goto('/logs?type=trace');
  const grid = page.getByRole('grid', { name: 'Traces' });
  await expect(page.getByText('24 traces in the last 24 hours')).toBeVisible();
  // What the agent and its call come to.
  await expect(grid.getByRole('row').nth(1)).toContainText('1,280');
  await look(page, 'traces');
  await page.getByLabel('Search runs').fill('status:error ');
  await expect(page.getByText('3 traces in the last 24 hours')).toBeVisible();
  await grid.getByText('the depot does not answer').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('agent');
  await expect(page).toHaveURL(/filters=status/);
  await page.getByRole('button', { name: 'Older trace' }).click();
  await expect(page.getByTestId('span-details')).toContainText('the depot does not answer');
  await page.goBack();
  await page.goBack();
  await expect(page.getByRole('group', { name: 'Status is Failed' })).toBeVisible();
});

test('conversations are listed with how they began and ended, and opened by the keyboard', async ({ page, api, owner, project, signIn }) => {
  await talks(api, project);
  await signIn(owner);
  await page.goto('/logs?type=thread');
  await expect(page.getByText('8 conversations in the last 24 hours')).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Threads' }).getByText('that was number 3')).toBeVisible();
  await look(page, 'threads');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('turn')).toHaveCount(2);
});

test('lists without a match say so, and lists that fail say why', async ({ page, api, owner, project, signIn, allowFailures }) => {
  allowFailures(422);
  await agents(api, project);
  await signIn(owner);
  await page.goto('/logs?type=trace&filters=tags%3Dnone');
  await expect(page.getByRole('heading', { name: 'No traces match these filters' })).toBeVisible();
  await look(page, 'traces-no-match');
  await page.goto('/logs?type=thread');
  await expect(page.getByRole('heading', { name: 'Send your first conversation' })).toBeVisible();
  await look(page, 'threads-none');
  await talks(api, project);
  await page.goto('/logs?type=thread&filters=tags%3Dnone');
  await expect(page.getByRole('heading', { name: 'No conversations match these filters' })).toBeVisible();
  let isWell = false;
  await page.route('**/v1/runs?*', (route) => (isWell ? route.fallback() : route.fulfill({ status: 422, json: { error: 'Error', message: 'no luck today' } })));
  for (const type of ['trace', 'thread']) {
    isWell = false;
    await page.goto(`/logs?type=${type}`);
    await expect(page.getByRole('alert')).toContainText('no luck today');
    await look(page, `${type}s-error`);
    isWell = true;
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('grid').getByRole('row').nth(1)).toBeVisible();
  }
});

test('the keyboard alone narrows the traces and opens one', async ({ page, api, owner, project, signIn }) => {
  await agents(api, project);
  await signIn(owner);
  await page.goto('/logs?type=trace');
  await expect(page.getByText('24 traces in the last 24 hours')).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('status:error ');
  await expect(page.getByText('3 traces in the last 24 hours')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('span-details')).toContainText('the depot does not answer');
});

test('who may not see runs is told so on both lists', async ({ page, api, owner, project, signIn }) => {
  await agents(api, project);
  await talks(api, project);
  await signIn(await api.join(owner, 'Petra Prompt', 'prompt_editor'));
  for (const type of ['trace', 'thread']) {
    await page.goto(`/logs?type=${type}`);
    await expect(page.getByText('To see runs you need the permission logs.list.')).toBeVisible();
    await look(page, `${type}s-no-permission`);
  }
  for (const name of ['Traces', 'Threads']) await expect(page.getByRole('navigation').getByRole('link', { name })).toHaveCount(0);
});

test('metadata and what is known of users narrow a list, by keys and values that there are', async ({ page, api, owner, project, signIn }) => {
  const call = (number: number, plan: string) => eventsOf({ id: runId(number), type: 'llm', name: 'gpt-4.1', secondsAgo: 10 + number, start: { input: 'Hi', metadata: { plan }, userId: `u${number}`, userProps: { team: plan === 'pro' ? 'red' : 'blue' } }, end: { output: 'Hello' } });
  await api.ingest(project.publicApiKey, [call(1, 'pro'), call(2, 'free'), call(3, 'free')].flat());
  await signIn(owner);
  await page.goto('/logs');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('option', { name: 'Metadata' }).click();
  await page.getByRole('option', { name: 'plan' }).click();
  await page.getByLabel('Value of plan').fill('free');
  await page.keyboard.press('Enter');
  await expect(page.getByText('2 calls in the last 24 hours')).toBeVisible();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('option', { name: 'User property' }).click();
  await page.getByRole('option', { name: 'team' }).click();
  await page.getByRole('option', { name: 'red' }).click();
  await expect(page.getByRole('heading', { name: 'No calls match these filters' })).toBeVisible();
});
