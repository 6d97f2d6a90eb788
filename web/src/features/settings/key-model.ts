import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, call } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema';
import { keyTexts } from '@/texts/settings';

export type ApiKey = components['schemas']['ApiKey'];

export function useKeys(projectId: string) {
  return useQuery({ queryKey: keys.apiKeys(projectId), queryFn: () => call(api.GET('/v1/projects/{projectId}/keys', { params: { path: { projectId } } })) });
}

/** Asks anew; the list of projects shows the first private key too. */
export function useRefreshKeys(projectId: string): () => Promise<unknown> {
  const client = useQueryClient();
  return () => Promise.all([client.invalidateQueries({ queryKey: keys.apiKeys(projectId) }), client.invalidateQueries({ queryKey: keys.projects })]);
}

/** What people call a key; those that came with the project have no name of their own. */
export function keyName(key: Pick<ApiKey, 'name' | 'kind'>): string {
  return key.name ?? (key.kind === 'public' ? keyTexts.unnamed.public : keyTexts.unnamed.private);
}

export function hasEnded(key: Pick<ApiKey, 'expiresAt'>, now: Date = new Date()): boolean {
  return Boolean(key.expiresAt) && new Date(key.expiresAt ?? '') < now;
}

export type End = 'never' | 'month' | 'quarter' | 'year';

const END_DAYS: Record<Exclude<End, 'never'>, number> = { month: 30, quarter: 90, year: 365 };

/** When a key ends that is made now; `null`: never. */
export function endOf(end: End, now: Date = new Date()): string | null {
  return end === 'never' ? null : new Date(now.getTime() + END_DAYS[end] * 86_400_000).toISOString();
}

export type Grace = 'none' | 'hour' | 'day' | 'week';

/** How long a replaced key goes on, in seconds. */
export const GRACE_SECONDS: Record<Grace, number> = { none: 0, hour: 3600, day: 86_400, week: 604_800 };
