// The one way to the server. Adds who asks and about which project, and turns every failure into an ApiError.

import createClient, { type Middleware } from 'openapi-fetch';
import { createStore } from '@/lib/store';
import { serverUrl } from './base';
import { ApiError, asApiError, errorOf } from './error';
import type { paths } from './schema';
import { forgetSession, project, token } from './session';

/** The build that answers now is not the one that these pages came from. */
export const isOutdated = createStore(false);
/** The session ended while somebody worked; the router leads to the log-in page. */
export const signedOut = createStore<{ email?: string } | null>(null);
/** Somebody asked too often; shown once, not once a request. */
export const throttled = createStore(0);

let build: string | null = null;

function noteBuild(response: Response): void {
  const now = response.headers.get('x-perilune-build');
  if (build !== null && now !== null && now !== build) isOutdated.set(true);
  build ??= now;
}

/** Whether a path is about one project, so that the request names it. */
function isAboutProject(path: string): boolean {
  return path.startsWith('/v1/') && !/^\/v1\/(users|orgs|projects|audit-logs|jobs|system|health)(\/|$)/.test(path);
}

const headers: Middleware = {
  async onRequest({ request, schemaPath }) {
    const value = token.get();
    if (value !== null) request.headers.set('authorization', `Bearer ${value}`);
    const id = project.get();
    const url = new URL(request.url);
    if (id === null || !isAboutProject(schemaPath) || url.searchParams.has('projectId')) return request;
    // By hand: URLSearchParams would rewrite the rest of the query, and filters are read raw.
    const hasBody = !['GET', 'HEAD'].includes(request.method);
    // As a blob: the body of a request that is made from another one is a stream, which browsers send over HTTP/2 only.
    const body = hasBody ? await request.blob() : undefined;
    const { method, headers: sent, signal } = request;
    return new Request(`${request.url}${url.search ? '&' : '?'}projectId=${id}`, { method, headers: sent, signal, body: body?.size ? body : undefined });
  },
  async onResponse({ response, schemaPath }) {
    noteAnswer(response, schemaPath);
    return undefined;
  },
};

function noteAnswer(response: Response, path: string): void {
  noteBuild(response);
  if (response.status === 401 && !path.startsWith('/auth/') && token.get() !== null) signedOut.set(forgetSession());
  if (response.status === 429 && !path.startsWith('/auth/')) throttled.set((times) => times + 1);
}

export const api = createClient<paths>({ baseUrl: serverUrl });
api.use(headers);

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The body of an answer, or an ApiError: `await call(api.GET('/v1/users/me'))`. */
export async function call<T>(request: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await request;
  } catch (thrown) {
    throw asApiError(thrown);
  }
  if (!answer.response.ok) throw await errorOf(answer.response, answer.error);
  return answer.data as T;
}

/** For what openapi-fetch cannot do: filters whose text must go as it is, files, streams. `query` is appended raw. */
export async function fetchRaw(path: string, query: string, init: RequestInit = {}): Promise<Response> {
  const id = project.get();
  const all = [query, id === null || !isAboutProject(path) ? '' : `projectId=${id}`].filter(Boolean).join('&');
  const sent = new Headers(init.headers);
  const value = token.get();
  if (value !== null) sent.set('authorization', `Bearer ${value}`);
  let response: Response;
  try {
    response = await fetch(`${serverUrl}${path}${all && `?${all}`}`, { ...init, headers: sent });
  } catch (thrown) {
    if (init.signal?.aborted) throw thrown;
    throw asApiError(thrown);
  }
  noteAnswer(response, path);
  if (!response.ok) throw await errorOf(response);
  return response;
}

/** `GET path?query` as JSON of a type that the caller takes from the schema. */
export async function getJson<T>(path: string, query: string, signal?: AbortSignal): Promise<T> {
  const response = await fetchRaw(path, query, { signal });
  return (response.status === 204 ? null : await response.json()) as T;
}

export { ApiError };
