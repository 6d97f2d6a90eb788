// Looks at a page as a person would: in both themes axe may find nothing. With SHOTS=1 also pictures of it, in a wide and a
// narrow window, go to e2e/shots, to be looked at before a change of the pages is merged (`make shots`).

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [1440, 1024];
const THEMES = ['light', 'dark'] as const;

interface Violation {
  id: string;
  help: string;
  nodes: { html: string; failureSummary: string }[];
}

interface Checker {
  axe: { run: (place: Document, options: object) => Promise<{ violations: Violation[] }> };
}

/** Everything that axe objects to on the page as it is now. */
export async function axe(page: Page, where: string): Promise<void> {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async (rules) => {
    const result = await (window as unknown as Checker).axe.run(document, { runOnly: rules });
    return result.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => `${node.html} (${node.failureSummary})`).join('; ')}`);
  }, RULES);
  expect(violations, `axe on ${where}`).toEqual([]);
}

/** axe in both themes, and pictures of the page under this name where they are wanted. */
export async function look(page: Page, name: string): Promise<void> {
  await expect(page.locator('h1').first()).toBeAttached();
  const before = page.viewportSize() ?? { width: 1440, height: 900 };
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await axe(page, `${name}, ${theme}`);
    for (const width of process.env.SHOTS ? WIDTHS : []) {
      await page.setViewportSize({ width, height: before.height });
      await page.screenshot({ path: `e2e/shots/${name}-${theme}-${width}.png`, caret: 'initial' });
    }
    await page.setViewportSize(before);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}
