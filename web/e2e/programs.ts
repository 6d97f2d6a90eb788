// Runs what the pages print, as it is printed: in the environments of the conformance suite, against a model that answers at
// once. `scripts/client-packages` makes those environments where they are not there yet.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

export interface Printed {
  /** The commands that set the variables. */
  env: string;
  /** The name that the page gives the program. */
  file: string;
  code: string;
}

/** What the lesson in sight prints, letter by letter. */
export async function printed(page: Page): Promise<Printed> {
  const blocks = page.getByRole('listitem').locator('pre');
  const env = (await blocks.nth((await blocks.count()) - 2).textContent()) ?? '';
  const program = blocks.last();
  return { env, file: (await program.getAttribute('aria-label')) ?? '', code: (await program.textContent()) ?? '' };
}

/** What the buttons of the lesson in sight put on the clipboard. */
export async function copied(page: Page): Promise<Printed> {
  const steps = page.getByTestId(/^snippets-/).getByRole('listitem');
  const copy = async (step: Locator): Promise<string> => {
    await step.getByRole('button', { name: 'Copy', exact: true }).click();
    await step.getByRole('button', { name: 'Copied', exact: true }).waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const [env, program] = (await steps.all()).slice(-2);
  if (!env || !program) throw new Error('a lesson has a step for the variables and one for the program');
  return { env: await copy(env), file: (await program.locator('pre').getAttribute('aria-label')) ?? '', code: await copy(program) };
}

/** A model that says the same to everybody, in the words of OpenAI. */
export async function startModel(): Promise<{ url: string; stop: () => void }> {
  const answer = {
    id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'gpt-4.1-mini',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'It arrives tomorrow.' } }],
    usage: { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13, prompt_tokens_details: { cached_tokens: 0 } },
  };
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, stop: () => server.close() };
}

/** Where the packages of a way are installed. */
function environment(way: string): string {
  return execFileSync(join(ROOT, 'scripts/python-venv'), [way === 'otel' ? 'requirements-otlp.txt' : 'requirements.txt'], { encoding: 'utf8' }).trim();
}

/** Runs a program to its end, in a directory of its own; fails where it fails. */
export async function runProgram(way: string, { env, file, code }: Printed, modelUrl: string): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'perilune-lesson-'));
  const isShell = file === 'terminal';
  if (!isShell) writeFileSync(join(dir, file), code);
  if (file.endsWith('.mjs')) symlinkSync(join(ROOT, 'conformance/node_modules'), join(dir, 'node_modules'));
  const command = isShell ? code : file.endsWith('.mjs') ? `node ${file}` : `python ${file}`;
  const path = `${environment(way)}/bin:${process.env.PATH}`;
  const child = spawn('bash', ['-e', '-c', `${env}\n${command}`], {
    cwd: dir,
    env: { PATH: path, HOME: dir, OPENAI_API_KEY: 'not-a-key', OPENAI_BASE_URL: modelUrl, LITELLM_LOCAL_MODEL_COST_MAP: 'True' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece: Buffer) => {
      said += piece.toString();
    });
  }
  const status = await new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
  });
  if (status !== 0 && !/Error: .*tool is broken/.test(said)) throw new Error(`${way}: the program ended with ${status}: ${said}`);
}
