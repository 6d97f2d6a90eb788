// The team and the audit log.

import { freshEmail } from './api';
import { expect, test } from './fixtures';
import { look } from './look';

test('an owner alone is told how to have company', async ({ page, owner, signIn }) => {
  await signIn(owner);
  await page.goto('/team');
  await expect(page.getByRole('heading', { name: 'Nobody else is here yet' })).toBeVisible();
  await look(page, 'team-alone');
});

test('somebody is invited, joins, gets another role, and goes', async ({ page, api, owner, signIn }) => {
  await signIn(owner);
  await page.goto('/team');
  const email = freshEmail('guest');
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByLabel('E-mail', { exact: true }).fill(email);
  await look(page, 'team-invite');
  await page.getByLabel('Role', { exact: true }).last().click();
  await page.getByRole('option', { name: /^Viewer/ }).click();
  await page.getByRole('button', { name: 'Make the invitation' }).click();
  const link = await page.getByLabel('Invitation link').inputValue();
  expect(link).toContain('/join?token=');
  await look(page, 'team-invited');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByTestId('invitation-row')).toContainText(email);
  const token = new URL(link).searchParams.get('token');
  await api.send('POST', '/auth/signup', undefined, { signupMethod: 'join', token, email, name: 'Greta Guest', password: 'correct horse' });
  await page.reload();
  const row = page.getByTestId('member-row').filter({ hasText: 'Greta Guest' });
  await expect(row).toContainText('Viewer');
  await row.getByRole('button', { name: 'Actions for Greta Guest' }).click();
  await page.getByRole('menuitem', { name: 'Manage access…' }).click();
  await page.getByLabel('Role', { exact: true }).last().click();
  await page.getByRole('option', { name: /^Member/ }).click();
  await page.getByRole('button', { name: 'Save access' }).click();
  await expect(row).toContainText('Member');
  await row.getByRole('button', { name: 'Actions for Greta Guest' }).click();
  await page.getByRole('menuitem', { name: 'Remove from team…' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(row).toHaveCount(0);
});

test('the ownership is handed over only after a question', async ({ page, api, owner, signIn }) => {
  const cleo = await api.join(owner, 'Cléo Martin', 'admin');
  await signIn(owner);
  await page.goto('/team');
  await page.getByRole('button', { name: 'Actions for Cléo Martin' }).click();
  await page.getByRole('menuitem', { name: 'Manage access…' }).click();
  await page.getByLabel('Role', { exact: true }).last().click();
  await page.getByRole('option', { name: /^Owner/ }).click();
  await page.getByRole('button', { name: 'Save access' }).click();
  await expect(page.getByRole('dialog', { name: 'Hand the ownership over?' })).toBeVisible();
  await look(page, 'team-hand-over');
  await page.getByRole('button', { name: 'Hand over' }).click();
  await expect(page).toHaveURL(/\/login/);
  await expect(page.getByLabel('E-mail')).toHaveValue(owner.email);
  const roles = await Promise.all([cleo, owner].map(async (person) => {
    const { token } = await api.logIn(person);
    return (await api.send<{ role: string }>('GET', '/v1/users/me', token)).role;
  }));
  expect(roles).toEqual(['owner', 'admin']);
});

test('people are found, and a search without a match can be taken back', async ({ page, api, owner, signIn }) => {
  await api.join(owner, 'Ben Okafor', 'member');
  await api.join(owner, 'Cléo Martin', 'admin');
  await api.invite(owner, freshEmail('dan'), 'viewer');
  await signIn(owner);
  await page.goto('/team');
  await expect(page.getByTestId('member-row')).toHaveCount(3);
  await look(page, 'team');
  await page.getByLabel('Search name or e-mail').fill('okafor');
  await expect(page.getByTestId('member-row')).toHaveCount(1);
  await expect(page).toHaveURL(/q=okafor/);
  await page.getByLabel('Search name or e-mail').fill('nobody at all');
  await expect(page.getByRole('heading', { name: 'Nobody matches' })).toBeVisible();
  await look(page, 'team-no-match');
  await page.getByRole('button', { name: 'Clear search' }).click();
  await expect(page.getByTestId('member-row')).toHaveCount(3);
});

test('an invitation is cancelled by the keyboard alone', async ({ page, api, owner, signIn }) => {
  const email = freshEmail('unwanted');
  await api.invite(owner, email, 'viewer');
  await signIn(owner);
  await page.goto('/team');
  await page.getByRole('button', { name: `Actions for ${email}` }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Copy invitation link' })).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem', { name: 'Cancel invitation…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText('The link stops working at once.');
  await expect(page.getByRole('button', { name: 'Cancel', exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Cancel invitation' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('invitation-row')).toHaveCount(0);
});

test('who may not see the team is told who can change that', async ({ page, api, owner, signIn }) => {
  await signIn(await api.join(owner, 'Vera Viewer', 'viewer'));
  await page.goto('/team');
  await expect(page.getByText('Your role does not show who else is in the organisation.')).toBeVisible();
  await look(page, 'team-no-permission');
  await page.goto('/team/audit-logs');
  await expect(page.getByText('The audit log is for the owner and admins.')).toBeVisible();
  await look(page, 'audit-no-permission');
});

test('an error of the invitations leaves the members there', async ({ page, owner, signIn, allowFailures }) => {
  allowFailures(422);
  await page.route('**/v1/users/invited*', (route) => route.fulfill({ status: 422, json: { error: 'Error', message: 'no luck today' } }));
  await signIn(owner);
  await page.goto('/team');
  await expect(page.getByRole('alert')).toContainText('no luck today');
  await expect(page.getByTestId('member-row')).toBeVisible();
  await look(page, 'team-error');
});

test('the audit log says who did what, finds it, and gives it away', async ({ page, api, owner, signIn }) => {
  await api.join(owner, 'Ben Okafor', 'member');
  await api.send('POST', '/v1/projects', owner.token, { name: 'Second project' });
  await signIn(owner);
  await page.goto('/team/audit-logs');
  await expect(page.getByRole('row').filter({ hasText: 'Invited' })).toBeVisible();
  await look(page, 'audit');
  await page.getByLabel('Filter by person, action, project or address').fill('okafor logged');
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('status').filter({ hasText: 'Looked through' })).toBeVisible();
  await page.getByLabel('Filter by person, action, project or address').fill('nothing like it');
  await expect(page.getByRole('heading', { name: 'No entry matches' })).toBeVisible();
  await look(page, 'audit-no-match');
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  expect((await download).suggestedFilename()).toBe('audit-log.csv');
});

test('the keyboard alone reaches the audit log, searches it and gives it away', async ({ page, api, owner, signIn }) => {
  await api.join(owner, 'Ben Okafor', 'member');
  await signIn(owner);
  await page.goto('/team');
  await expect(page.getByTestId('member-row')).toHaveCount(2);
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await expect(page.getByRole('heading', { name: 'Audit log', level: 1 })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'Invited' })).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).focus();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Filter by person, action, project or address')).toBeFocused();
  await page.keyboard.type('nothing like it');
  await page.getByRole('button', { name: 'Clear filter' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row').filter({ hasText: 'Invited' })).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'CSV' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'JSON' })).toBeFocused();
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await download).suggestedFilename()).toBe('audit-log.jsonl');
});

test('an audit log that cannot be loaded can be asked for again', async ({ page, owner, signIn, allowFailures }) => {
  allowFailures(422);
  let isWell = false;
  await page.route('**/v1/audit-logs?*', (route) => (isWell ? route.fallback() : route.fulfill({ status: 422, json: { error: 'Error', message: 'no luck today' } })));
  await signIn(owner);
  await page.goto('/team/audit-logs');
  await expect(page.getByRole('alert')).toContainText('no luck today');
  await look(page, 'audit-error');
  isWell = true;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Logged in' })).toBeVisible();
});
