// How quick the pages are: `make pages-bench` measures it on this machine and writes it to bench/pages.md. Nothing fails here:
// the budgets beside the figures are those of a machine with nothing else to do.

import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { Api, Project } from './api';
import { expect, test } from './fixtures';
import { eventsOf, runId } from './runs';

const REPORT = join(dirname(fileURLToPath(import.meta.url)), '../../bench/pages.md');
const TIMES = 5;
const CALLS = 3000;

interface Figure {
  what: string;
  ms: number;
  budget: number;
}

const figures: Figure[] = [];

function note(what: string, all: number[], budget: number): void {
  const middle = all.toSorted((one, other) => one - other)[Math.floor(all.length / 2)] ?? 0;
  figures.push({ what, ms: Math.round(middle), budget });
}

test.setTimeout(900_000);
test.describe.configure({ mode: 'serial' });

/** What is known so far, so that a run that breaks off leaves the rest. */
test.afterEach(() => {
  const rows = figures.map(({ what, ms, budget }) => `| ${what} | ${ms} | ${budget} | ${ms <= budget ? 'pass' : 'MISS'} |`);
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Chromium without a window, software rendering; ${process.env.PERILUNE_BIN ? 'the server that PERILUNE_BIN named' : 'a debug build of the server'}`;
  const lines = ['# Times of the pages', '', `Measured by \`make pages-bench\` on ${new Date().toISOString().slice(0, 10)}; the middle of ${TIMES}. ${machine}.`, '', '| what | ms | budget | |', '|---|---|---|---|', ...rows, ''];
  writeFileSync(REPORT, lines.join('\n'));
});

/** Milliseconds from the first key or click of `act` until the element looks different, and is painted. */
async function untilChange(page: Page, selector: string, act: () => Promise<void>): Promise<number> {
  await page.evaluate((place) => {
    const look = (): string | undefined => document.querySelector(place)?.outerHTML;
    const before = look();
    let began = 0;
    const begin = (): void => {
      began ||= performance.now();
    };
    for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, begin, { capture: true, once: true });
    (window as unknown as { took: Promise<number> }).took = new Promise((resolve) => {
      const frame = (): void => {
        const now = look();
        if (began > 0 && now !== undefined && now !== before) requestAnimationFrame(() => resolve(performance.now() - began));
        else requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
  }, selector);
  await act();
  return page.evaluate(() => (window as unknown as { took: Promise<number> }).took);
}

/** Milliseconds from the start of loading, or from the end of an answer, until the element is painted. */
async function untilSeen(page: Page, selector: string, path: string, answer?: string): Promise<number> {
  await page.addInitScript((place) => {
    const frame = (): void => {
      if (document.querySelector(place)) requestAnimationFrame(() => ((window as unknown as { seen: number }).seen = performance.now()));
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }, selector);
  await page.goto(path);
  await page.waitForFunction(() => (window as unknown as { seen?: number }).seen);
  return page.evaluate((part) => {
    const from = part === undefined ? 0 : (performance.getEntriesByType('resource').find(({ name }) => name.includes(part)) as PerformanceResourceTiming).responseEnd;
    return (window as unknown as { seen: number }).seen - from;
  }, answer);
}

async function calls(api: Api, project: Project): Promise<void> {
  for (let from = 0; from < CALLS; from += 1000) {
    const events = Array.from({ length: 1000 }, (_, at) => eventsOf({ id: runId(from + at), type: 'llm', name: 'gpt-4.1', secondsAgo: 5 + (from + at) * 20, start: { input: [{ role: 'user', content: `Question ${from + at} about a parcel that is late` }], userId: 'maya', tags: ['prod'] }, end: { output: 'It arrives tomorrow.', tokensUsage: { prompt: 900, completion: 80 } } }));
    await api.ingest(project.publicApiKey, events.flat());
  }
}

async function spans(api: Api, project: Project, id: string, count: number): Promise<void> {
  const start = Date.parse('2026-01-05T12:00:00Z');
  const at = (ms: number): string => new Date(start + ms).toISOString();
  const one = (run: string, parent: string | undefined, type: string, from: number, to: number): unknown[] => [
    { type, event: 'start', runId: run, parentRunId: parent, name: `${type} ${run}`, timestamp: at(from), input: 'x' },
    { type, event: 'end', runId: run, timestamp: at(to), output: 'y' },
  ];
  const all = [one(id, undefined, 'agent', 0, count * 10)];
  for (let number = 0; number < count; number += 1) all.push(one(`${id}-${number}`, number % 50 === 0 ? id : `${id}-${number - (number % 50)}`, number % 7 === 0 ? 'llm' : 'tool', number * 10, number * 10 + (number % 50 === 0 ? 500 : 9)));
  for (let from = 0; from < all.length; from += 2000) await api.ingest(project.publicApiKey, all.slice(from, from + 2000).flat());
}

test('lists', async ({ page, context, api, owner, project, signIn }) => {
  await calls(api, project);
  await signIn(owner);
  const row = '[role=row][aria-rowindex="2"]';
  const paints: number[] = [];
  const cold: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const fresh = await context.newPage();
    await fresh.addInitScript((token) => localStorage.setItem('auth-token', token), owner.token);
    cold.push(await untilSeen(fresh, row, '/logs'));
    paints.push(await fresh.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0));
    await fresh.close();
  }
  note('first paint', paints, 300);
  note(`cold load to rows, ${CALLS} calls`, cold, 1000);
  await page.goto('/logs');
  await expect(page.locator(row)).toBeVisible();
  const opened: number[] = [];
  const closed: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const wanted = page.locator(`[role=row][aria-rowindex="${time + 3}"]`);
    // Fetched when the pointer comes, or before that, as the neighbour of the run that was open.
    await wanted.hover();
    await page.waitForFunction((id) => performance.getEntriesByType('resource').some(({ name }) => name.includes(id)), runId(time + 1));
    opened.push(await untilChange(page, 'section [role=tabpanel]', () => wanted.click()));
    closed.push(await untilChange(page, row, () => page.keyboard.press('Escape')));
    await expect(page.locator('section [role=tabpanel]')).toHaveCount(0);
  }
  note('open a run that is there', opened.slice(1), 50);
  note('close it', closed, 50);
  const typed: number[] = [];
  await page.getByLabel('Search runs').focus();
  for (const letter of 'parcel') typed.push(await untilFrame(page, letter));
  note('a letter in the search box', typed, 50);
  const turns: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    for (const name of ['Users', 'LLM calls']) turns.push(await untilChange(page, 'main h1', () => page.getByRole('navigation').getByRole('link', { name }).click()));
  }
  note('page to page', turns.slice(2), 100);
});

/** A key until two frames later, when what it changed is painted. */
async function untilFrame(page: Page, key: string): Promise<number> {
  await page.evaluate(() => {
    (window as unknown as { took: Promise<number> }).took = new Promise((resolve) => {
      addEventListener('keydown', () => {
        const began = performance.now();
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - began)));
      }, { capture: true, once: true });
    });
  });
  await page.keyboard.press(key);
  return page.evaluate(() => (window as unknown as { took: Promise<number> }).took);
}

test('scrolling', async ({ page, api, owner, project, signIn }) => {
  await calls(api, project);
  await signIn(owner);
  await page.goto('/logs?range=7d');
  await expect(page.locator('[role=row][aria-rowindex="2"]')).toBeVisible();
  const frames = await page.getByRole('grid').evaluate(
    (grid) =>
      new Promise<number[]>((resolve) => {
        const all: number[] = [];
        let last = performance.now();
        const frame = (now: number): void => {
          all.push(now - last);
          last = now;
          grid.scrollTop += 60;
          if (all.length < 300) requestAnimationFrame(frame);
          else resolve(all.slice(1));
        };
        requestAnimationFrame(frame);
      }),
  );
  const sorted = frames.toSorted((one, other) => one - other);
  figures.push({ what: 'a frame while scrolling by wheel, 95 of 100', ms: Math.round(sorted[Math.floor(sorted.length * 0.95)] ?? 0), budget: 20 });
});

for (const [count, budget] of [[5000, 300], [50_000, 3000]] as const) {
  test(`a trace of ${count} spans`, async ({ page, api, owner, project, signIn }) => {
    // The most that are shown: the first of all is one of them.
    await spans(api, project, 'many', count - 1);
    await signIn(owner);
    const seen: number[] = [];
    for (let time = 0; time < TIMES; time += 1) seen.push(await untilSeen(page, '[role=treeitem]', '/traces/many', '/tree'));
    note(`a trace of ${count} spans, from its data to its paint`, seen, budget);
    await page.getByRole('tree').focus();
    await page.keyboard.press('Home');
    const moved: number[] = [];
    for (let time = 0; time < TIMES; time += 1) moved.push(await untilChange(page, '[role=treeitem][aria-selected=true]', () => page.keyboard.press('j')));
    note(`${count} spans: go to the next`, moved, count > 5000 ? 100 : 30);
    const folded = await untilChange(page, '[role=tree]', () => page.getByRole('button', { name: 'Collapse all' }).click());
    note(`${count} spans: collapse all`, [folded], count > 5000 ? 500 : 80);
    await expect(page.getByRole('treeitem').first()).toBeVisible();
  });
}
