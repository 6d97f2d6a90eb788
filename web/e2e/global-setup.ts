// One server for all specs: each makes an organisation of its own in it. The first account runs the server.

import { Api } from './api';
import { startServer } from './server';

export const OPERATOR = { email: 'operator@example.org', name: 'Olga Operator', password: 'correct horse' };

export default async function setUp(): Promise<() => Promise<void>> {
  const server = process.env.PERILUNE_E2E_URL ? null : await startServer();
  if (server) process.env.PERILUNE_E2E_URL = server.url;
  await new Api(process.env.PERILUNE_E2E_URL ?? '').signUp(OPERATOR).catch(() => undefined);
  return async () => server?.stop();
}
