// A conversation as the two saw it, with what happened behind each answer.

import type { Api, Project } from './api';
import { expect, test } from './fixtures';
import { look } from './look';

const START = Date.parse('2026-01-05T12:00:00Z');

function at(minutes: number): string {
  return new Date(START + minutes * 60_000).toISOString();
}

function said(id: string, minute: number, role: string, content: string, more: object = {}): unknown {
  return { type: 'thread', event: 'chat', runId: id, parentRunId: 'talk', threadTags: ['web'], userId: 'maya', timestamp: at(minute), message: { id, role, content, ...more } };
}

async function talk(api: Api, project: Project): Promise<void> {
  await api.ingest(project.publicApiKey, [
    said('q1', 0, 'user', 'Where is my parcel?'),
    said('a1', 0.1, 'assistant', 'It arrives **tomorrow**.'),
    said('q2', 1, 'user', 'Can I change the address?'),
    { type: 'agent', event: 'start', runId: 'agent-2', parentRunId: 'q2', name: 'support-agent', timestamp: at(1), input: 'x' },
    { type: 'agent', event: 'error', runId: 'agent-2', timestamp: at(1.05), error: { message: 'the depot does not answer' } },
    said('a2', 1.1, 'assistant', 'I could not find out.'),
    said('a2b', 2, 'assistant', 'Yes, until noon.', { isRetry: true }),
    { type: 'thread', event: 'custom-event', runId: 'over', parentRunId: 'talk', name: 'handed over to a person', timestamp: at(3), metadata: { queue: 'parcels' } },
    said('q3', 90, 'user', 'Thank you'),
    said('a3', 90.1, 'assistant', 'You are welcome <b>there</b>.'),
  ]);
}

test('a conversation shows its turns, tries, events and pauses, and leads to the trace of a turn', async ({ page, api, owner, project, signIn }) => {
  await talk(api, project);
  await signIn(owner);
  await page.goto('/threads/talk');
  await expect(page.getByTestId('turn')).toHaveCount(3);
  await expect(page.getByText('87 minutes later')).toBeVisible();
  await expect(page.getByText('handed over to a person')).toBeVisible();
  await expect(page.getByText('You are welcome <b>there</b>.')).toBeVisible();
  const second = page.getByRole('region', { name: 'Turn 2' });
  await expect(second).toContainText('Yes, until noon.');
  await look(page, 'thread');
  await second.getByRole('button', { name: 'Try before' }).click();
  await expect(second).toContainText('I could not find out.');
  await expect(second).toContainText('the depot does not answer');
  await page.getByRole('link', { name: 'Open trace: support-agent' }).click();
  await expect(page.getByRole('heading', { name: 'support-agent', level: 1 })).toBeVisible();
});

test('the keyboard goes from turn to turn and from try to try', async ({ page, api, owner, project, signIn }) => {
  await talk(api, project);
  await signIn(owner);
  await page.goto('/threads/talk');
  const facts = page.getByRole('region', { name: 'The turn' });
  await expect(facts.getByRole('heading', { name: 'Turn 3' })).toBeVisible();
  await page.keyboard.press('k');
  await expect(facts.getByRole('heading', { name: 'Turn 2' })).toBeVisible();
  await expect(page).toHaveURL(/at=/);
  await page.keyboard.press('r');
  await expect(page.getByText('Try 1 of 2')).toBeVisible();
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  await expect(facts.getByRole('heading', { name: 'Turn 1' })).toBeVisible();
  await facts.getByRole('button', { name: 'Thumbs up' }).click();
  await expect(facts.getByRole('button', { name: 'Thumbs up' })).toHaveAttribute('aria-pressed', 'true');
});

test('a conversation that is not there, and one that cannot be loaded', async ({ page, api, owner, project, signIn, allowFailures }) => {
  allowFailures(404, 422);
  await talk(api, project);
  await signIn(owner);
  await page.goto('/threads/no-such-talk');
  await expect(page.getByRole('heading', { name: 'This conversation does not exist or was removed' })).toBeVisible();
  await look(page, 'thread-gone');
  await page.route('**/v1/runs?*parentRunId*', (route) => route.fulfill({ status: 422, json: { error: 'Error', message: 'no luck today' } }));
  await page.goto('/threads/talk');
  await expect(page.getByRole('alert')).toContainText('no luck today');
  await look(page, 'thread-error');
});

test('a conversation is deleted by those who may, after a question', async ({ page, api, owner, project, signIn, allowFailures }) => {
  allowFailures(404, 501);
  await talk(api, project);
  await signIn(owner);
  await page.goto('/threads/talk');
  await page.getByRole('button', { name: 'Delete conversation' }).click();
  await expect(page.getByRole('dialog')).toContainText('3 turns');
  await page.getByTestId('confirm-delete').click();
  await expect(page).toHaveURL(/type=thread/);
});

test('who may not see runs does not see a conversation', async ({ page, api, owner, project, signIn, allowFailures }) => {
  allowFailures(403);
  await talk(api, project);
  await signIn(await api.join(owner, 'Petra Prompt', 'prompt_editor'));
  await page.goto('/threads/talk');
  await expect(page.getByRole('heading', { name: 'Your role does not open this page' })).toBeVisible();
  await look(page, 'thread-no-permission');
});
