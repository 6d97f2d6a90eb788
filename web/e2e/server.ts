// A server of the tests' own: the real binary, an empty data directory, a free port. PERILUNE_BIN names the binary; without it
// the debug build.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const QUIET = ['--log-level', 'warn', '--otlp-grpc-listen', '127.0.0.1:0', '--aggressive-max-requests-per-minute', '100000'];

export interface Server {
  url: string;
  stop: () => Promise<void>;
}

function binary(): string {
  const target = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');
  return process.env.PERILUNE_BIN ?? join(target, 'debug/perilune');
}

export async function startServer(options: string[] = []): Promise<Server> {
  const dir = mkdtempSync(join(tmpdir(), 'perilune-e2e-'));
  const args = ['serve', '--data-dir', dir, '--listen', '127.0.0.1:0', ...QUIET, ...options];
  const child = spawn(binary(), args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await ready(child);
  return {
    url,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The address that the server says it listens on. */
function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let errors = '';
    child.stderr?.on('data', (piece: Buffer) => {
      errors += piece.toString();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${errors}`)));
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^perilune ready on (\S+)/.exec(line)?.[1];
      if (url) resolve(url);
    });
  });
}
