// A server that nobody has an account on yet, and one where people come by invitation only: each has its own.

import { test as base } from '@playwright/test';
import { Api } from './api';
import { expect } from './fixtures';
import { look } from './look';
import { type Server, startServer } from './server';

const test = base.extend<{ server: Server }>({
  server: async ({ browserName: _ }, use) => {
    const server = await startServer(['--signup', 'invite']);
    await use(server);
    await server.stop();
  },
});

test('a fresh server asks for its first account, and then lets nobody in but by invitation', async ({ page, server }) => {
  await page.goto(server.url);
  await expect(page.getByRole('heading', { name: 'Create the first account' })).toBeVisible();
  await look(page, 'first-account');
  await page.getByLabel('E-mail').fill('first@example.org');
  await page.getByLabel('Full name').fill('Flora First');
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('account-sidebar-item')).toContainText('Flora First');
  await page.evaluate(() => localStorage.clear());
  await page.goto(`${server.url}/login`);
  await expect(page.getByRole('heading', { name: 'Log in to Perilune' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Sign up' })).toHaveCount(0);
  await page.goto(`${server.url}/signup`);
  await expect(page.getByRole('heading', { name: 'People join by invitation' })).toBeVisible();
  await look(page, 'signup-by-invitation');
});

test('files are kept for ever, pages are asked for again, and old code is not answered with a page', async ({ page, server }) => {
  await new Api(server.url).signUp({ email: 'first@example.org', name: 'Flora', password: 'correct horse' });
  const seen = new Map<string, Record<string, string>>();
  page.on('response', (response) => seen.set(new URL(response.url()).pathname, response.headers()));
  await page.goto(`${server.url}/login`);
  await expect(page.getByRole('heading', { name: 'Log in to Perilune' })).toBeVisible();
  expect(seen.get('/login')?.['cache-control']).toBe('no-cache');
  const code = [...seen].filter(([path]) => path.startsWith('/assets/') && path.endsWith('.js'));
  expect(code.length).toBeGreaterThan(0);
  for (const [path, headers] of code) {
    expect(headers['cache-control'], path).toContain('immutable');
    expect(headers['x-content-type-options'], path).toBe('nosniff');
  }
  const gone = await page.request.get(`${server.url}/assets/index-gone.js`, { headers: { accept: 'text/html' } });
  expect(gone.status()).toBe(404);
});
