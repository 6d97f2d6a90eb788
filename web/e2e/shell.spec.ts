// The frame: where it leads, what the keyboard does, and what is there when something is not.

import { expect, test } from './fixtures';
import { look } from './look';

test('the palette goes anywhere by the keyboard alone', async ({ page, owner, signIn }) => {
  await signIn(owner);
  await page.goto('/settings?tab=profile');
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await look(page, 'palette');
  await page.keyboard.type('audit');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Audit log', level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveClass(/dark/);
  await page.reload();
  await expect(page.locator('html')).toHaveClass(/dark/);
});

test('shortcuts are listed, stay out of inputs, and can be switched off', async ({ page, owner, signIn }) => {
  await signIn(owner);
  await page.goto('/team');
  await expect(page.getByTestId('member-row')).toBeVisible();
  await page.getByLabel('Search name or e-mail').focus();
  await page.keyboard.type('g s');
  await expect(page.getByRole('heading', { name: 'Team', level: 1 })).toBeVisible();
  await page.getByLabel('Search name or e-mail').fill('');
  await page.getByRole('heading', { name: 'Team', level: 1 }).click();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await look(page, 'shortcuts');
  await page.getByRole('switch').click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/team/);
});

test('a sequence of letters leads to a page', async ({ page, owner, signIn }) => {
  await signIn(owner);
  await page.goto('/team');
  await expect(page.getByTestId('member-row')).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
});

test('every link names its project, and switching changes nothing else', async ({ page, api, owner, project, signIn }) => {
  const other = await api.send<{ id: string }>('POST', '/v1/projects', owner.token, { name: 'Second project' });
  await signIn(owner);
  await page.goto(`/settings?tab=keys&projectId=${project.id}`);
  await expect(page.getByTestId('public-key')).toHaveText(project.publicApiKey);
  await page.getByTestId('project-switcher').click();
  await expect(page.getByRole('option', { name: 'Second project' })).toBeVisible();
  await page.keyboard.type('second');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`projectId=${other.id}`));
  await expect(page.getByTestId('public-key')).toHaveText(other.id);
  await page.goto('/settings?tab=keys&projectId=00000000-0000-4000-8000-000000000000');
  await expect(page).toHaveURL(new RegExp(`projectId=${other.id}`));
});

test('a new project is made from the sidebar and opens its settings', async ({ page, owner, signIn }) => {
  await signIn(owner);
  await page.goto('/team');
  await page.getByTestId('project-switcher').click();
  await page.getByTestId('new-project').click();
  await page.getByLabel('Name', { exact: true }).fill('Night shift');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('project-switcher')).toContainText('Night shift');
  await expect(page.getByTestId('project-name-input')).toHaveValue('Night shift');
});

test('the sidebar holds what the role may read, and nothing else', async ({ page, api, owner, signIn }) => {
  await signIn(await api.join(owner, 'Vera Viewer', 'viewer'));
  await page.goto('/settings');
  await expect(page.getByTestId('nav-settings')).toBeVisible();
  await expect(page.getByTestId('nav-team')).toHaveCount(0);
  await expect(page.getByTestId('nav-audit')).toHaveCount(0);
});

test('addresses of Lunary lead to their pages, unknown ones say so', async ({ page, owner, signIn }) => {
  await signIn(owner);
  await page.goto('/billing');
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await page.goto('/settings/organization');
  await expect(page.getByTestId('org-name-input')).toBeVisible();
  await page.goto('/no/such/page');
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await look(page, 'not-found');
  await page.getByRole('link', { name: 'To the start page' }).click();
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toHaveCount(0);
});

test('a server that does not answer is told, and asked again', async ({ page, owner, signIn, allowFailures }) => {
  await signIn(owner);
  let isWell = false;
  await page.route('**/v1/users/me', (route) => (isWell ? route.fallback() : route.fulfill({ status: 400, json: { error: 'Bad Request', message: 'the moon is in the way' } })));
  allowFailures(400);
  await page.goto('/team');
  await expect(page.getByRole('alert')).toContainText('the moon is in the way');
  await look(page, 'load-failed');
  isWell = true;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByTestId('member-row')).toBeVisible();
});

test('a server that was upgraded is offered, never forced', async ({ page, owner, signIn }) => {
  await signIn(owner);
  await page.goto('/settings?tab=profile');
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
  await page.route('**/v1/users/me/sessions', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'x-perilune-build': '99.0.0' } });
  });
  await page.getByRole('link', { name: 'Sessions' }).click();
  await expect(page.getByText('A new version of Perilune is ready.')).toBeVisible();
  await look(page, 'new-version');
});

test('a small window has the sidebar in a drawer', async ({ page, owner, signIn }) => {
  await signIn(owner);
  await page.setViewportSize({ width: 600, height: 900 });
  await page.goto('/team');
  await expect(page.getByTestId('member-row')).toBeVisible();
  await expect(page.getByTestId('nav-settings')).not.toBeVisible();
  await page.getByRole('button', { name: 'Open menu' }).click();
  await page.getByRole('dialog').getByTestId('nav-settings').click();
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('the sidebar folds to icons and stays so', async ({ page, owner, signIn }) => {
  await signIn(owner);
  await page.goto('/team');
  await expect(page.getByTestId('member-row')).toBeVisible();
  await page.keyboard.press('[');
  await expect(page.getByRole('button', { name: 'Show sidebar' })).toBeVisible();
  await look(page, 'sidebar-folded');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Show sidebar' })).toBeVisible();
});

test('the first tab stop skips to the content', async ({ page, owner, signIn }) => {
  await signIn(owner);
  await page.goto('/team');
  await expect(page.getByTestId('member-row')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
});
