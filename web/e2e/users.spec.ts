// End users: who they are, and what was run for them.

import type { Api, Project } from './api';
import { expect, test } from './fixtures';
import { look } from './look';
import { eventsOf, runId } from './runs';

/** Maya had a conversation, an agent and a call that was liked; Omar a call that failed. */
async function people(api: Api, project: Project): Promise<void> {
  const maya = { userId: 'maya', userProps: { name: 'Maya Ortiz', email: 'maya@example.org', plan: 'pro' } };
  await api.ingest(project.publicApiKey, [
    ...eventsOf({ id: runId(1), type: 'agent', name: 'support-agent', secondsAgo: 300, start: { input: 'Where is my parcel?', ...maya }, end: { output: 'Tomorrow.' } }),
    ...eventsOf({ id: runId(2), type: 'llm', name: 'gpt-4.1', secondsAgo: 200, start: { input: 'Can I change the address?', ...maya }, end: { output: 'Yes.', tokensUsage: { prompt: 1200, completion: 80 } } }),
    ...eventsOf({ id: runId(3), type: 'llm', name: 'claude-sonnet-4', secondsAgo: 100, start: { input: 'Thank you', userId: 'omar' }, end: { error: { message: '429 Too Many Requests' } } }),
    { type: 'thread', event: 'chat', runId: 'said', parentRunId: 'talk', userId: 'maya', timestamp: new Date().toISOString(), message: { id: 'said', role: 'user', content: 'Is anybody there?' } },
  ]);
  await api.send('PATCH', `/v1/runs/${runId(2)}/feedback`, project.privateApiKey, { thumb: 'up', comment: 'quick' });
}

test('somebody finds a user, sees what was run for them, and opens it', async ({ page, api, owner, project, signIn }) => {
  await people(api, project);
  await signIn(owner);
  await page.goto('/users');
  const grid = page.getByRole('grid', { name: 'Users' });
  await expect(page.getByText('2 users')).toBeVisible();
  await expect(grid.getByRole('row').filter({ hasText: 'omar' })).toContainText('1');
  await look(page, 'users');
  await page.getByLabel('Search id, e-mail, name').fill('ortiz');
  await expect(page).toHaveURL(/q=ortiz/);
  await expect(grid.getByRole('row')).toHaveCount(2);
  await grid.getByText('Maya Ortiz').click();
  await expect(page.getByRole('heading', { name: 'Maya Ortiz', level: 1 })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Facts' })).toContainText('maya@example.org');
  await expect(page.getByRole('grid').getByText('gpt-4.1')).toBeVisible();
  await page.getByRole('radio', { name: 'Traces' }).click();
  await expect(page.getByRole('grid').getByText('support-agent')).toBeVisible();
  await look(page, 'user');
  await page.getByRole('radio', { name: 'Conversations' }).click();
  await expect(page.getByRole('grid').getByText('Is anybody there?')).toBeVisible();
  await page.getByRole('tab', { name: 'Usage' }).click();
  await expect(page.getByRole('region', { name: 'Usage' })).toContainText('1,280');
  await look(page, 'user-usage');
  await page.getByRole('tab', { name: 'Feedback' }).click();
  await expect(page.getByRole('grid').getByText('quick')).toBeVisible();
  await look(page, 'user-feedback');
  await page.getByRole('grid').getByText('gpt-4.1').click();
  await expect(page).toHaveURL(new RegExp(`selected=${runId(2)}`));
});

test('the keyboard alone goes to a user and back', async ({ page, api, owner, project, signIn }) => {
  await people(api, project);
  await signIn(owner);
  await page.goto('/users');
  await expect(page.getByText('2 users')).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('omar');
  await expect(page.getByText('1 user', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('2 users')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'omar', level: 1 })).toBeVisible();
  await page.getByRole('tab', { name: 'Activity' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('heading', { name: 'No feedback' })).toBeVisible();
  await look(page, 'user-no-feedback');
  await page.goBack();
  await expect(page.getByText('2 users')).toBeVisible();
});

test('a search without a match can be taken back', async ({ page, api, owner, project, signIn }) => {
  await people(api, project);
  await signIn(owner);
  await page.goto('/users?q=nobody');
  await expect(page.getByRole('heading', { name: 'Nobody matches' })).toBeVisible();
  await look(page, 'users-no-match');
  await page.getByRole('main').getByRole('button', { name: 'Clear search' }).last().click();
  await expect(page.getByText('2 users')).toBeVisible();
});

test('a project whose runs name nobody teaches how to', async ({ page, api, owner, project, signIn }) => {
  await api.ingest(project.publicApiKey, eventsOf({ id: runId(1), type: 'llm', name: 'gpt-4.1', secondsAgo: 10, start: { input: 'a' }, end: { output: 'b' } }));
  await signIn(owner);
  await page.goto('/users');
  await expect(page.getByRole('heading', { name: 'Tell who your users are' })).toBeVisible();
  await look(page, 'users-empty');
});

test('users that cannot be loaded can be asked for again, and one that is gone is told', async ({ page, api, owner, project, signIn, allowFailures }) => {
  allowFailures(404, 422);
  await people(api, project);
  await signIn(owner);
  let isWell = false;
  await page.route('**/v1/external-users?*', (route) => (isWell ? route.fallback() : route.fulfill({ status: 422, json: { error: 'Error', message: 'no luck today' } })));
  await page.goto('/users');
  await expect(page.getByRole('alert')).toContainText('no luck today');
  await look(page, 'users-error');
  isWell = true;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('2 users')).toBeVisible();
  await page.goto('/users/987654');
  await expect(page.getByRole('heading', { name: 'This user does not exist' })).toBeVisible();
  await look(page, 'user-gone');
});

test('who may not list users is told', async ({ page, api, owner, project, signIn }) => {
  await people(api, project);
  await signIn(await api.join(owner, 'Petra Prompt', 'prompt_editor'));
  await page.goto('/users');
  await expect(page.getByText('Your role does not list end users.')).toBeVisible();
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Users' })).toHaveCount(0);
  await look(page, 'users-no-permission');
  await page.goto('/users/1');
  await expect(page.getByText('Your role does not list end users.')).toBeVisible();
});
