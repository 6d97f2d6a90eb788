// The settings, part by part.

import { expect, test } from './fixtures';
import { OPERATOR } from './global-setup';
import { look } from './look';

test('the project is renamed, and every page knows', async ({ page, owner, signIn }) => {
  await signIn(owner);
  await page.goto('/settings');
  await expect(page.getByText('No run came in during these 30 days.')).toBeVisible();
  await look(page, 'settings-project-empty');
  await page.getByTestId('project-name-input').fill('Night shift');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('project-switcher')).toContainText('Night shift');
});

test('a project is deleted only after its name was typed', async ({ page, api, owner, project, signIn }) => {
  const other = await api.send<{ id: string }>('POST', '/v1/projects', owner.token, { name: 'Short-lived' });
  await api.ingest(project.publicApiKey, [{ type: 'llm', event: 'start', runId: crypto.randomUUID(), name: 'gpt-4.1', input: 'Hi' }]);
  await signIn(owner);
  await page.goto(`/settings?projectId=${project.id}`);
  await expect(page.getByRole('figure')).toContainText('1 run');
  await look(page, 'settings-project');
  await page.goto(`/settings?projectId=${other.id}`);
  await page.getByTestId('delete-project-button').click();
  await expect(page.getByTestId('delete-project-popover-button')).toBeDisabled();
  await page.getByLabel(/To confirm, type/).fill('Short-lived');
  await look(page, 'settings-project-delete');
  await page.getByTestId('delete-project-popover-button').click();
  await expect(page).toHaveURL(new RegExp(`projectId=${project.id}`));
  await expect(page.getByTestId('delete-project-button')).toBeDisabled();
});

test('keys are shown on demand, made, replaced and deleted', async ({ page, owner, project, signIn }) => {
  await signIn(owner);
  await page.goto('/settings?tab=keys');
  await expect(page.getByTestId('public-key')).toHaveText(project.publicApiKey);
  await expect(page.getByTestId('private-key')).toHaveText(`••••••••${project.privateApiKey.slice(-4)}`);
  await look(page, 'settings-keys');
  await page.getByRole('button', { name: 'Show First private key' }).click();
  await expect(page.getByTestId('private-key')).toHaveText(project.privateApiKey);
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByLabel('Name', { exact: true }).fill('backend');
  await page.getByLabel('Kind').click();
  await page.getByRole('option', { name: /^Private/ }).click();
  await look(page, 'settings-keys-new');
  await page.getByRole('button', { name: 'Make key' }).click();
  await expect(page.getByRole('dialog', { name: 'The key is ready' })).toBeVisible();
  await page.getByRole('dialog').getByText('Close').last().click();
  const row = page.getByRole('listitem').filter({ hasText: 'backend' });
  await row.getByRole('button', { name: 'Actions for backend' }).click();
  await page.getByTestId('regenerate-private-key-button').click();
  await expect(page.getByLabel('The old key goes on for')).toContainText('A day');
  await page.getByTestId('confirm-button').click();
  await expect(page.getByRole('status').filter({ hasText: 'The key is replaced' }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Actions for backend' }).last().click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete key' }).click();
  await expect(page.getByText('The key is deleted').first()).toBeVisible();
});

test('a snippet that is copied from the page sends a run', async ({ page, context, api, owner, project, signIn }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(owner);
  await page.goto('/settings?tab=keys');
  await page.getByRole('button', { name: 'Copy', exact: true }).last().click();
  await expect(page.getByRole('button', { name: 'Copied', exact: true })).toBeVisible();
  const snippet = await page.evaluate(() => navigator.clipboard.readText());
  const { execFileSync } = await import('node:child_process');
  execFileSync('bash', ['-c', snippet]);
  const run = await api.send<{ name: string }>('GET', '/v1/runs/hello', project.privateApiKey);
  expect(run.name).toBe('gpt-4.1-mini');
});

test('a member sees the public key and what can be done about it', async ({ page, api, owner, project, signIn }) => {
  await signIn(await api.join(owner, 'Mia Member', 'member'));
  await page.goto('/settings?tab=keys');
  await expect(page.getByTestId('public-key')).toHaveText(project.publicApiKey);
  await expect(page.getByText('Your role shows the public key only.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'New key' })).toHaveCount(0);
  await look(page, 'settings-keys-member');
});

test('the addresses are those that the browser sees', async ({ page, url, owner, signIn }) => {
  await signIn(owner);
  await page.goto('/settings?tab=ingestion');
  await expect(page.getByText(`${url}/v1/otel`, { exact: true })).toBeVisible();
  await look(page, 'settings-addresses');
});

test('the ledger counts what came in and says what was refused', async ({ page, api, owner, project, signIn }) => {
  await signIn(owner);
  await page.goto('/settings?tab=ledger');
  await expect(page.getByRole('heading', { name: 'Nothing came in' })).toBeVisible();
  await look(page, 'settings-ledger-empty');
  await api.ingest(project.publicApiKey, [{ type: 'llm', event: 'start', runId: crypto.randomUUID(), name: 'gpt-4.1', input: 'Hi' }, { nonsense: true }]);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Last refusals' })).toBeVisible();
  await expect(page.getByRole('row').last()).toContainText('Project id');
  await look(page, 'settings-ledger');
});

test('a ledger that cannot be loaded can be asked for again', async ({ page, owner, signIn, allowFailures }) => {
  allowFailures(422);
  await page.route('**/v1/ingest/ledger*', (route) => route.fulfill({ status: 422, json: { error: 'Error', message: 'no luck today' } }));
  await signIn(owner);
  await page.goto('/settings?tab=ledger');
  await expect(page.getByRole('alert')).toContainText('no luck today');
  await look(page, 'settings-ledger-error');
  await page.unroute('**/v1/ingest/ledger*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing came in' })).toBeVisible();
});

test('the organisation is renamed by its owner only', async ({ page, api, owner, signIn }) => {
  await signIn(owner);
  await page.goto('/settings?tab=organisation');
  await page.getByTestId('org-name-input').fill('Moon works');
  await page.keyboard.press('Enter');
  await expect(page.getByText('The organisation has its new name').first()).toBeVisible();
  await look(page, 'settings-organisation');
  const org = await api.send<{ name: string }>('GET', '/v1/users/me/org', owner.token);
  expect(org.name).toBe('Moon works');
});

test('only operators see the server as a whole', async ({ page, api, owner, signIn }) => {
  await signIn(owner);
  await page.goto('/settings?tab=system');
  await expect(page.getByRole('link', { name: 'Storage and health' })).toHaveCount(0);
  await page.evaluate((token) => localStorage.setItem('auth-token', token), (await api.logIn(OPERATOR)).token);
  await page.goto('/settings?tab=system');
  await expect(page.getByText('Healthy', { exact: true })).toBeVisible();
  await expect(page.getByText('runs.db', { exact: true })).toBeVisible();
  await look(page, 'settings-system');
});

test('sessions are listed and ended', async ({ page, api, owner, signIn }) => {
  const other = await api.logIn(owner);
  await signIn(owner);
  await page.goto('/settings?tab=sessions');
  await expect(page.getByText('This browser')).toBeVisible();
  await look(page, 'settings-sessions');
  await page.getByRole('button', { name: 'End all others' }).click();
  await expect(page.getByText('All other sessions have ended').first()).toBeVisible();
  await expect(api.send('GET', '/v1/users/me', other.token)).rejects.toThrow('401');
});

test('the password is changed, and a wrong one is told at its field', async ({ page, owner, signIn, allowFailures }) => {
  allowFailures(403);
  await signIn(owner);
  await page.goto('/settings?tab=profile');
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
  await look(page, 'settings-profile');
  await page.getByLabel('Present password').fill('wrong');
  await page.getByLabel('New password').fill('another horse');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel('Present password').fill(owner.password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Your password is changed.').first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
});

test('a member leaves with the password; the owner cannot', async ({ page, api, owner, signIn }) => {
  await signIn(owner);
  await page.goto('/settings?tab=profile');
  await expect(page.getByRole('button', { name: 'Leave…' })).toBeDisabled();
  const member = await api.join(owner, 'Mia Member', 'member');
  await page.evaluate((token) => localStorage.setItem('auth-token', token), member.token);
  await page.reload();
  await page.getByRole('button', { name: 'Leave…' }).click();
  await page.getByLabel('Your password').fill(member.password);
  await page.getByRole('button', { name: 'Leave', exact: true }).click();
  await expect(page).toHaveURL(/\/login/);
});

test('somebody with the least rights has their own pages', async ({ page, api, owner, signIn }) => {
  await signIn(await api.join(owner, 'Anton Analyst', 'analytics'));
  await page.goto('/settings');
  await expect(page.getByRole('link', { name: 'Profile' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Keys' })).toHaveCount(0);
  await page.goto('/settings?tab=keys');
  await expect(page.getByRole('heading', { name: 'Nothing came in' })).toBeVisible();
  await expect(page.getByTestId('public-key')).toHaveCount(0);
  await look(page, 'settings-least-rights');
});

test('the keyboard alone goes from part to part, shows a key and makes another', async ({ page, owner, project, signIn }) => {
  await signIn(owner);
  await page.goto('/team');
  await expect(page.getByTestId('member-row')).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect(page.getByTestId('project-name-input')).toBeVisible();
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link').first().focus();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Keys' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Show First private key' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('private-key')).toHaveText(project.privateApiKey);
  await page.getByRole('button', { name: 'New key' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await page.keyboard.type('night watch');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'The key is ready' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('listitem').filter({ hasText: 'night watch' })).toBeVisible();
});
