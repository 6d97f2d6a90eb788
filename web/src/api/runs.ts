// Runs as the server gives them: rows of lists, single ones, and what can be done to them.

import { queryOptions } from '@tanstack/react-query';
import { fetchRaw, getJson } from './client';
import { keys, STALE } from './keys';
import type { components } from './schema';

export type Run = components['schemas']['Run'];

/** Where a search hit: places in UTF-16 units of `text`. */
export interface Match {
  field: string;
  text: string;
  ranges: [number, number][];
}

/** A row of a list: the texts of a run as short previews. A live row may still have them whole. */
export interface RunRow extends Omit<Run, 'input' | 'output' | 'error'> {
  input?: unknown;
  output?: unknown;
  error?: unknown;
  inputPreview?: string | null;
  outputPreview?: string | null;
  match?: Match | null;
  /** What the run and all below it come to, where that was asked for. */
  totals?: components['schemas']['RunTotals'] | null;
}

export interface RunPage {
  data: RunRow[];
  nextCursor: string | null;
  total?: number;
  totalIsLowerBound?: boolean;
  searchedUpTo?: string | null;
}

export interface Histogram {
  from: string;
  to: string;
  stepMs: number;
  data: { at: string; count: number; errors: number }[];
}

export interface Facet {
  value: string;
  label: string;
  count: number;
}

export interface Facets {
  data: Facet[];
  more: boolean;
}

function path(id: string, rest = ''): string {
  return `/v1/runs/${encodeURIComponent(id)}${rest}`;
}

/** One run with all its texts, their keys as they were sent. */
export function runQuery(projectId: string, id: string) {
  return queryOptions({ queryKey: keys.run(projectId, id), queryFn: ({ signal }) => getJson<Run>(path(id), 'keys=raw', signal), staleTime: STALE.one });
}

/** What the OpenTelemetry span of a run said, in its own words. */
export function spanQuery(projectId: string, id: string) {
  return queryOptions({ queryKey: [...keys.run(projectId, id), 'span'], queryFn: ({ signal }) => getJson<unknown>(path(id, '/span'), '', signal), staleTime: STALE.one });
}

/** A run that anybody may read, by the token of its link or its id. */
export function publicRunQuery(id: string) {
  return queryOptions({ queryKey: ['public-run', id], queryFn: ({ signal }) => getJson<Run>(path(id, '/public'), 'keys=raw', signal), staleTime: STALE.one });
}

async function send(method: string, where: string, body?: unknown): Promise<Response> {
  const headers = body === undefined ? undefined : { 'content-type': 'application/json' };
  return fetchRaw(where, '', { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
}

export interface Feedback {
  thumb?: 'up' | 'down' | null;
  comment?: string | null;
}

export async function setFeedback(id: string, feedback: Feedback): Promise<void> {
  await send('PATCH', path(id, '/feedback'), feedback);
}

export async function setTags(id: string, tags: string[]): Promise<void> {
  await send('PATCH', path(id, '/tags'), { tags });
}

export async function setVisibility(id: string, isPublic: boolean): Promise<void> {
  await send('PATCH', path(id, '/visibility'), { visibility: isPublic });
}

/** The token of a new link by which anybody may read the run. */
export async function shareRun(id: string): Promise<string> {
  const response = await send('POST', path(id, '/share'));
  return ((await response.json()) as { token: string }).token;
}

/** Ends all links to a run. */
export async function unshareRun(id: string): Promise<void> {
  await send('DELETE', path(id, '/share'));
}

export async function deleteRun(id: string): Promise<void> {
  await send('DELETE', path(id));
}

export interface Batch {
  action: 'delete' | 'tag' | 'untag';
  ids?: string[];
  filter?: { query: string; asOf: string };
  args?: { tags: string[] };
}

/** How many runs changed, or the job that goes on with it. */
export async function changeRuns(batch: Batch): Promise<{ changed?: number; jobId?: string }> {
  const response = await send('POST', '/v1/runs/batch', batch);
  return (await response.json()) as { changed?: number; jobId?: string };
}
