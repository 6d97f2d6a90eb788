// What every spec begins with: an owner with an organisation of their own, a page that is signed in, and the rules that hold on
// every page. No request to another host, no error in the console.

import { test as base, expect, type Page } from '@playwright/test';
import { type Account, Api, freshEmail, type Project } from './api';

interface Fixtures {
  api: Api;
  url: string;
  /** The owner of a new organisation. */
  owner: Account;
  /** Its first project. */
  project: Project;
  /** Signs the page in. */
  signIn: (account: Account) => Promise<void>;
  /** Answers of these statuses are what the test is about: the browser logs them as errors. 0: no answer at all. */
  allowFailures: (...statuses: number[]) => void;
  rules: { allowed: Set<number> };
}

export const test = base.extend<Fixtures>({
  url: async ({ browserName: _ }, use) => use(process.env.PERILUNE_E2E_URL ?? ''),
  baseURL: async ({ url }, use) => use(url),
  api: async ({ url }, use) => use(new Api(url)),
  owner: async ({ api }, use) => use(await api.signUp({ email: freshEmail('owner'), name: 'Ana Lind', password: 'correct horse' })),
  project: async ({ api, owner }, use) => {
    const [project] = await api.projects(owner);
    if (!project) throw new Error('a new organisation has a project');
    await use(project);
  },
  signIn: async ({ page }, use) =>
    use(async (account) => {
      await page.addInitScript((token) => {
        if (sessionStorage.getItem('e2e-signed-in')) return;
        sessionStorage.setItem('e2e-signed-in', 'yes');
        localStorage.setItem('auth-token', token);
      }, account.token);
    }),
  rules: async ({ browserName: _ }, use) => use({ allowed: new Set() }),
  allowFailures: async ({ rules }, use) =>
    use((...statuses) => {
      for (const status of statuses) rules.allowed.add(status);
    }),
  page: async ({ page, url, rules }, use) => {
    const wrong = watch(page, new URL(url).origin, rules.allowed);
    await use(page);
    expect(wrong, 'requests to other hosts and errors in the console').toEqual([]);
  },
});

export { expect };

/** Collects what must not happen on any page. */
function watch(page: Page, origin: string, allowed: Set<number>): string[] {
  const wrong: string[] = [];
  page.on('request', (request) => {
    const asked = new URL(request.url());
    if (asked.protocol.startsWith('http') && asked.origin !== origin) wrong.push(`request to ${asked.href}`);
  });
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    const status = Number(/status of (\d+)/.exec(text)?.[1]);
    // What a page could not be drawn for is told by its error page, and by React in the console.
    const isTold = allowed.size > 0 && text.startsWith('ApiError');
    const isAllowed = isTold || allowed.has(status) || (allowed.has(0) && text.includes('net::ERR'));
    if (message.type() === 'error' && !isAllowed) wrong.push(`console: ${text}`);
  });
  return wrong;
}
