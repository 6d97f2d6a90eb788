import { beforeEach, expect, test, vi } from 'vitest';

let sent: { method: string; url: string; body: string; authorization: string | null }[] = [];

vi.stubGlobal('location', { origin: 'http://server' });
vi.stubGlobal('fetch', async (input: Request | string, init?: RequestInit) => {
  const request = input instanceof Request ? input : new Request(input, init);
  sent.push({ method: request.method, url: request.url, body: await request.text(), authorization: request.headers.get('authorization') });
  return new Response('{"error":"Forbidden","message":"not you"}', { status: 403, headers: { 'content-type': 'application/json' } });
});

const { api, call, fetchRaw } = await import('./client');
const { project, token } = await import('./session');

beforeEach(() => {
  sent = [];
  project.set('p1');
  token.set('t1');
});

test('requests about a project name it, and their bodies arrive', async () => {
  await api.PATCH('/v1/runs/{id}/tags', { params: { path: { id: 'r' } }, body: { tags: ['a'] } });
  await api.GET('/v1/users/me');
  await api.POST('/v1/users/invitation', { body: { email: 'a@b.c', role: 'member', projects: ['p1'] } });
  expect(sent.map(({ method, url, authorization }) => [method, url, authorization])).toEqual([
    ['PATCH', 'http://server/v1/runs/r/tags?projectId=p1', 'Bearer t1'],
    ['GET', 'http://server/v1/users/me', 'Bearer t1'],
    ['POST', 'http://server/v1/users/invitation', 'Bearer t1'],
  ]);
  expect(JSON.parse(sent[0]?.body ?? '')).toEqual({ tags: ['a'] });
});

test('the text of filters goes as it is', async () => {
  await fetchRaw('/v1/runs', 'models=gpt-4%252E1&OR').catch(() => undefined);
  expect(sent[0]?.url).toBe('http://server/v1/runs?models=gpt-4%252E1&OR&projectId=p1');
});

test('what the server refuses is one kind of error, with its words', async () => {
  await expect(call(api.GET('/v1/users/me'))).rejects.toMatchObject({ name: 'ApiError', status: 403, title: 'Forbidden', message: 'not you' });
});
