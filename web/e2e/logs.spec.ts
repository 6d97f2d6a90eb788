// The lists of LLM calls, tools and retrievers, the run beside them, and the page of a shared run.

import type { Page } from '@playwright/test';
import type { Api, Project } from './api';
import { expect, test } from './fixtures';
import { look } from './look';
import { eventsOf, runId, seed, seedHostile } from './runs';

function grid(page: Page) {
  return page.getByRole('grid', { name: 'LLM calls' });
}

function panel(page: Page) {
  return page.getByRole('region', { name: 'Run', exact: true });
}

/** The rows without the head. */
function rows(page: Page) {
  return grid(page).locator('[role=row][aria-rowindex]:not([aria-rowindex="1"])');
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(rows(page).first()).toBeVisible();
}

async function seeded(api: Api, project: Project, signIn: () => Promise<void>): Promise<void> {
  await seed(api, project);
  await signIn();
}

test('somebody finds the failed calls of a model and reads one', async ({ page, api, owner, project, signIn }) => {
  await seeded(api, project, () => signIn(owner));
  await open(page, '/logs');
  await expect(page.getByText('120 calls in the last 24 hours')).toBeVisible();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '121');
  await look(page, 'logs');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('option', { name: 'Model' }).click();
  await page.getByRole('option', { name: /claude-sonnet-4.*40/ }).click();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/filters=models%3Dclaude-sonnet-4/);
  await expect(page.getByText('40 calls in the last 24 hours')).toBeVisible();
  await rows(page).first().click();
  await expect(panel(page).getByRole('heading', { name: 'claude-sonnet-4' })).toBeVisible();
  await expect(panel(page).getByText('search_orders').first()).toBeVisible();
  await expect(panel(page).getByText('One of the two charges')).toBeVisible();
  await look(page, 'logs-panel');
});

test('what a run holds is in tabs, and the address keeps the open one', async ({ page, api, owner, project, signIn }) => {
  await seeded(api, project, () => signIn(owner));
  await open(page, `/logs?selected=${runId(1)}`);
  await panel(page).getByRole('tab', { name: 'Raw' }).click();
  await expect(panel(page).getByRole('textbox', { name: 'Raw' })).toContainText('"claude-sonnet-4"');
  await look(page, 'logs-raw');
  await panel(page).getByRole('tab', { name: /Scores/ }).click();
  await expect(panel(page).getByRole('tabpanel')).toContainText('No scores');
  await look(page, 'logs-scores');
  await panel(page).getByRole('tab', { name: /Metadata/ }).click();
  await expect(panel(page).getByText('"linux"')).toBeVisible();
  await look(page, 'logs-metadata');
  await page.reload();
  await expect(panel(page).getByText('"linux"')).toBeVisible();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(panel(page)).toBeHidden();
});

test('filters that are typed become chips, and what was searched for is marked', async ({ page, api, owner, project, signIn }) => {
  await seeded(api, project, () => signIn(owner));
  await open(page, '/logs');
  await page.getByLabel('Search runs').fill('status:error duration:<5s ');
  await expect(page.getByRole('group', { name: 'Status is Failed' })).toBeVisible();
  await expect(page.getByText('12 calls in the last 24 hours')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page.getByRole('group', { name: 'Status is Failed' })).toBeHidden();
  await page.getByLabel('Search runs').fill('delivery');
  await expect(page.getByText('40 calls in the last 24 hours')).toBeVisible();
  await expect(rows(page).first().locator('mark')).toHaveText('delivery');
  await page.getByLabel('Search runs').fill('');
  await expect(page.getByText('120 calls in the last 24 hours')).toBeVisible();
});

test('everything goes by keyboard', async ({ page, api, owner, project, signIn }) => {
  await seeded(api, project, () => signIn(owner));
  await open(page, '/logs');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`selected=${runId(1)}`));
  await expect(panel(page)).toBeVisible();
  await page.keyboard.press('j');
  await expect(page).toHaveURL(new RegExp(`selected=${runId(2)}`));
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByRole('toolbar', { name: 'Selected rows' })).toContainText('2 selected');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('toolbar', { name: 'Selected rows' })).toBeHidden();
  await page.keyboard.press('t');
  await page.keyboard.press('3');
  await expect(page).toHaveURL(/range=7d/);
  await page.keyboard.press('/');
  await expect(page.getByLabel('Search runs')).toBeFocused();
  await page.keyboard.type('status:error ');
  await expect(page.getByRole('group', { name: 'Status is Failed' })).toBeVisible();
  await page.keyboard.press('Backspace');
  await expect(page.getByRole('group', { name: 'Status is Failed' })).toBeHidden();
});

test('several runs are tagged and deleted at once', async ({ page, api, owner, project, signIn }) => {
  await seeded(api, project, () => signIn(owner));
  await open(page, '/logs');
  await grid(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await look(page, 'logs-chosen');
  await page.getByRole('button', { name: 'Tag', exact: true }).click();
  await page.getByLabel('Tag', { exact: true }).fill('reviewed');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Tagged: 2 runs').first()).toBeVisible();
  await expect(rows(page).first()).toContainText('+1');
  await rows(page).first().hover();
  await page.getByRole('checkbox', { name: 'Select row 1', exact: true }).click();
  await page.getByTestId('delete-selected').click();
  await page.getByTestId('confirm-delete').click();
  await expect(page.getByText('119 calls in the last 24 hours')).toBeVisible();
  await expect(api.send('GET', `/v1/runs/${runId(0)}`, project.privateApiKey)).rejects.toThrow('404');
});

test('tools and retrievers have lists of their own', async ({ page, api, owner, project, signIn }) => {
  await seeded(api, project, () => signIn(owner));
  await open(page, '/logs');
  await page.getByRole('radio', { name: 'Tools' }).click();
  await page.getByRole('grid', { name: 'Tool calls' }).getByText('refund_quote').first().click();
  await expect(panel(page).getByText('"quote"')).toBeVisible();
  await look(page, 'logs-tool');
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'Retrievers' }).click();
  await page.getByRole('grid', { name: 'Retrievals' }).getByText('kb.search').first().click();
  await expect(panel(page).getByText('Goods can be returned within 30 days.')).toBeVisible();
});

test('thumbs, a comment and tags are kept', async ({ page, api, owner, project, signIn }) => {
  await seeded(api, project, () => signIn(owner));
  await open(page, `/logs?selected=${runId(3)}`);
  await panel(page).getByRole('button', { name: 'Thumbs down' }).click();
  await panel(page).getByRole('button', { name: 'Add a comment' }).click();
  await page.getByRole('textbox', { name: 'Comment' }).fill('too slow');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await panel(page).getByRole('button', { name: 'Add a tag' }).click();
  await page.keyboard.type('seen');
  await page.keyboard.press('Enter');
  const run = () => api.send<{ feedback: unknown; tags: string[] }>('GET', `/v1/runs/${runId(3)}`, project.privateApiKey);
  await expect.poll(async () => (await run()).feedback).toEqual({ thumb: 'down', comment: 'too slow' });
  await expect.poll(async () => (await run()).tags).toEqual(['prod', 'seen']);
});

test('a run is shared by a link, and the link ends', async ({ page, browser, api, owner, project, signIn, url }) => {
  await seeded(api, project, () => signIn(owner));
  await open(page, `/logs?selected=${runId(1)}`);
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByText('all messages, input and output')).toBeVisible();
  await page.getByTestId('make-public-link').click();
  const link = await page.getByLabel('Copy link').nth(1).inputValue();
  await look(page, 'logs-share');
  const stranger = await (await browser.newContext({ baseURL: url, reducedMotion: 'reduce' })).newPage();
  await stranger.goto(link);
  await expect(stranger.getByText('One of the two charges')).toBeVisible();
  await expect(stranger.getByRole('button', { name: 'Thumbs up' })).toHaveCount(0);
  await look(stranger, 'logs-public');
  await page.getByRole('button', { name: 'End all public links' }).click();
  await expect(page.getByText('Nobody can read this run by a link any more').first()).toBeVisible();
  await stranger.reload();
  await expect(stranger.getByRole('heading', { name: 'This run is not public' })).toBeVisible();
  await stranger.context().close();
});

test('a shared run that cannot be loaded can be asked for again', async ({ page, api, project, allowFailures }) => {
  allowFailures(422);
  await seed(api, project);
  await api.send('PATCH', `/v1/runs/${runId(1)}/visibility`, project.privateApiKey, { visibility: true });
  let isWell = false;
  await page.route('**/public?*', (route) => (isWell ? route.fallback() : route.fulfill({ status: 422, json: { error: 'Error', message: 'no luck today' } })));
  await page.goto(`/logs/${runId(1)}`);
  await expect(page.getByRole('alert')).toContainText('no luck today');
  isWell = true;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('One of the two charges')).toBeVisible();
});

test('what is new comes by itself, and nothing moves while somebody reads', async ({ page, api, owner, project, signIn }) => {
  await seeded(api, project, () => signIn(owner));
  await open(page, '/logs?live=1');
  await expect(page.getByRole('button', { name: 'Live', exact: true })).toBeVisible();
  const told = (number: number) => eventsOf({ id: runId(number), type: 'llm', name: 'fresh-model', secondsAgo: 1, start: { input: 'new' }, end: { output: 'yes' } });
  await api.ingest(project.publicApiKey, told(3000));
  await expect(rows(page).first()).toContainText('fresh-model');
  await grid(page).evaluate((element) => element.scrollTo({ top: 1200 }));
  await api.ingest(project.publicApiKey, told(3001));
  await page.getByRole('button', { name: '1 new' }).click();
  await expect(page.getByText('fresh-model')).toHaveCount(2);
});

test('a project without runs teaches how to send one', async ({ page, owner, signIn }) => {
  await signIn(owner);
  await page.goto('/logs');
  await expect(page.getByRole('heading', { level: 1, name: 'LLM calls' })).toBeVisible();
  await expect(page.getByText('Listening for the first event')).toBeVisible();
});

test('where nothing matches, the page says what was asked and where there is more', async ({ page, api, owner, project, signIn }) => {
  await api.ingest(project.publicApiKey, eventsOf({ id: runId(1), type: 'llm', name: 'old', secondsAgo: 3 * 86_400, start: { input: 'a' }, end: { output: 'b' } }));
  await signIn(owner);
  await page.goto('/logs?filters=models%3Dold%26status%3Dsuccess');
  await expect(page.getByRole('heading', { name: 'No calls match these filters' })).toBeVisible();
  await look(page, 'logs-no-match');
  await page.getByRole('button', { name: '1 in the last 7 days' }).click();
  await expect(rows(page)).toHaveCount(1);
  await page.goto('/logs?filters=models%3Dnone&range=all');
  await page.getByRole('main').getByRole('button', { name: 'Clear filters' }).click();
  await expect(rows(page)).toHaveCount(1);
});

test('a list that fails says why, and the rest of the page works', async ({ page, api, owner, project, signIn, allowFailures }) => {
  allowFailures(500);
  await seeded(api, project, () => signIn(owner));
  await page.route('**/v1/runs?*', (route) => route.fulfill({ status: 500, json: { error: 'Error', message: 'The disk is on fire' } }));
  await page.goto('/logs');
  await expect(page.getByRole('alert')).toContainText('The disk is on fire');
  await expect(page.getByText('120 calls in the last 24 hours')).toBeVisible();
  await look(page, 'logs-error');
  await page.unroute('**/v1/runs?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(rows(page).first()).toBeVisible();
});

test('a run that is gone says so', async ({ page, api, owner, project, signIn, allowFailures }) => {
  allowFailures(404);
  await seeded(api, project, () => signIn(owner));
  await open(page, `/logs?selected=${runId(9999)}`);
  await expect(page.getByRole('heading', { name: 'This run does not exist or was removed by retention' })).toBeVisible();
  await look(page, 'logs-gone');
});

test('who may not see runs is told who can change that', async ({ page, api, owner, project, signIn }) => {
  await seed(api, project);
  await signIn(await api.join(owner, 'Petra Prompt', 'prompt_editor'));
  await page.goto('/logs');
  await expect(page.getByText('To see runs you need the permission logs.list.')).toBeVisible();
  await expect(page.getByRole('navigation').getByRole('link', { name: 'LLM calls' })).toHaveCount(0);
  await look(page, 'logs-no-permission');
});

test('a run that would like to be a page is shown as text', async ({ page, api, owner, project, signIn }) => {
  const id = await seedHostile(api, project);
  await signIn(owner);
  await open(page, '/logs');
  await expect(rows(page).first()).toContainText('<img src=');
  await page.goto(`/logs?selected=${id}`);
  for (const fold of await panel(page).locator('article button[aria-expanded=false]').all()) await fold.click();
  await panel(page).getByRole('button', { name: 'Show stack' }).click();
  await expect(panel(page).getByText('<script>window.hacked=1</script>').first()).toBeVisible();
  await expect(panel(page).getByText('␛[31mred').first()).toBeVisible();
  await expect(panel(page).getByText('⟨202E⟩').first()).toBeVisible();
  await look(page, 'logs-hostile');
  for (const tab of [/Metadata/, /Raw/]) {
    await panel(page).getByRole('tab', { name: tab }).click();
    await expect(panel(page).getByText('window.hacked').first()).toBeVisible();
  }
  expect(await page.evaluate(() => (window as { hacked?: number }).hacked)).toBe(undefined);
  expect(await page.locator('main img, main script, main iframe, main object').count()).toBe(0);
  const targets = await page.locator('a').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
  expect(targets.filter((target) => !/^https?:/.test(target))).toEqual([]);
});
