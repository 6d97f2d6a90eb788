// The pages at the door: sign-up, log-in, invitation, password reset, verification.

import { freshEmail } from './api';
import { expect, test } from './fixtures';
import { look } from './look';

test('somebody signs up with the keyboard alone and is in', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/login$/);
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.getByRole('link', { name: 'Sign up' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Create your account' })).toBeVisible();
  await look(page, 'signup');
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.keyboard.type(freshEmail('new'));
  await page.keyboard.press('Tab');
  await page.keyboard.type('Nina Neu');
  await page.keyboard.press('Tab');
  await page.keyboard.type('short');
  await expect(page.getByText('The password needs at least 6 characters.')).toBeVisible();
  await page.keyboard.type(' no more');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('account-sidebar-item')).toContainText('Nina Neu');
});

test('a taken address is told, and nothing that was typed is lost', async ({ page, owner, allowFailures }) => {
  allowFailures(403);
  await page.goto(`/signup?email=${owner.email}`);
  await page.getByLabel('Full name').fill('Somebody else');
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse');
  await page.getByTestId('continue-button').click();
  await expect(page.getByRole('alert')).toContainText('User already exists');
  await expect(page.getByLabel('Full name')).toHaveValue('Somebody else');
});

test('who logs in lands on the page that was asked for', async ({ page, owner, project, allowFailures }) => {
  allowFailures(403);
  await page.goto('/settings?tab=keys');
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByRole('textbox', { name: 'Password' }).fill('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Invalid email or password');
  await look(page, 'login-wrong');
  await page.getByRole('textbox', { name: 'Password' }).fill(owner.password);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('public-key')).toHaveText(project.publicApiKey);
  await expect(page).toHaveURL(/\/settings\?tab=keys/);
});

test('a link that would lead to another host does not', async ({ page, owner }) => {
  for (const next of ['//example.org/', 'https://example.org/', '/\\example.org']) {
    await page.goto(`/login?next=${encodeURIComponent(next)}`);
    await page.getByLabel('E-mail').fill(owner.email);
    await page.getByRole('textbox', { name: 'Password' }).fill(owner.password);
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('account-sidebar-item')).toBeVisible();
    await page.evaluate(() => localStorage.clear());
  }
});

test('logging out ends the session here and on the server', async ({ page, api, owner, signIn }) => {
  await signIn(owner);
  await page.goto('/');
  await page.getByTestId('account-sidebar-item').click();
  await page.getByTestId('logout-button').click();
  await expect(page).toHaveURL(/\/login/);
  await expect(api.send('GET', '/v1/users/me', owner.token)).rejects.toThrow('401');
});

test('a session that ended elsewhere leads to the log-in page, with the address filled in', async ({ page, api, owner, signIn, allowFailures }) => {
  allowFailures(401);
  await signIn(owner);
  await page.goto('/settings?tab=profile');
  await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
  await api.send('POST', '/auth/logout', owner.token);
  await page.getByRole('link', { name: 'Sessions' }).click();
  await expect(page).toHaveURL(/\/login/);
  await expect(page.getByLabel('E-mail')).toHaveValue(owner.email);
});

test('an invitation leads in, once', async ({ page, api, owner, allowFailures }) => {
  allowFailures(401);
  const email = freshEmail('invited');
  const token = await api.invite(owner, email, 'member');
  await page.goto(`/join?token=${token}`);
  await expect(page.getByRole('heading', { name: /^Join / })).toBeVisible();
  await look(page, 'join');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Full name').fill('Ivo Invited');
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse');
  await page.getByTestId('continue-button').click();
  await expect(page.getByTestId('account-sidebar-item')).toContainText('Ivo Invited');
  await page.evaluate(() => localStorage.clear());
  await page.goto(`/join?token=${token}`);
  await expect(page.getByRole('heading', { name: 'This invitation does not work' })).toBeVisible();
  await look(page, 'join-used');
});

test('who is signed in is told so before joining', async ({ page, api, owner, signIn }) => {
  const token = await api.invite(owner, freshEmail('other'), 'member');
  await signIn(owner);
  await page.goto(`/join?token=${token}`);
  await expect(page.getByText(`You are signed in as ${owner.email}.`)).toBeVisible();
  await page.getByRole('button', { name: 'Log out to join with another account' }).click();
  await expect(page.getByLabel('Full name')).toBeVisible();
});

test('a server without mail says at once who can help', async ({ page }) => {
  await page.goto('/request-password-reset');
  await expect(page.getByRole('heading', { name: 'This server sends no mail' })).toBeVisible();
  await look(page, 'request-reset-no-mail');
});

test('a forgotten password: the answer tells nobody who has an account', async ({ page, owner }) => {
  await page.route('**/auth/door', (route) => route.fulfill({ json: { firstAccount: false, signUp: true, sendsMail: true } }));
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByRole('link', { name: 'Forgot password?' }).click();
  await expect(page.getByLabel('E-mail')).toHaveValue(owner.email);
  await look(page, 'request-reset');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByRole('status')).toContainText(`If ${owner.email} has an account here`);
  await look(page, 'request-reset-sent');
});

test('a link that is too old says so and offers another', async ({ page, allowFailures }) => {
  allowFailures(401);
  await page.goto('/reset-password?token=nonsense');
  await page.getByLabel('New password').fill('correct horse');
  await page.getByLabel('Password again').fill('another one');
  await expect(page.getByText('The two passwords are not the same.')).toBeVisible();
  await page.getByLabel('Password again').fill('correct horse');
  await look(page, 'reset');
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible();
  await page.goto('/verify-email?token=nonsense');
  await expect(page.getByRole('heading', { name: 'Your e-mail address could not be verified' })).toBeVisible();
  await look(page, 'verify-failed');
});

test('a server that is away is told in words', async ({ page, allowFailures }) => {
  allowFailures(0);
  await page.goto('/login');
  await page.route('**/auth/login', (route) => route.abort());
  await page.getByLabel('E-mail').fill('ana@example.org');
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('The server cannot be reached');
});
