// What the pages of end users ask the server.

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { fetchRaw, getJson } from '@/api/client';
import { STALE } from '@/api/keys';
import type { RunPage } from '@/api/runs';
import type { DayUsage } from './model';

/** What the runs of a person add up to. */
export interface Activity {
  runs: number;
  errors: number;
  tokens: number;
  cost: number;
  thumbsUp: number;
  thumbsDown: number;
}

export interface Person {
  id: number;
  createdAt: string;
  externalId: string;
  lastSeen: string;
  props?: Record<string, unknown> | null;
  cost?: number | null;
  activity?: Activity;
}

interface PersonPage {
  total: number;
  page: number;
  data: Person[];
}

const PAGE = 100;

export interface Order {
  field: string;
  direction: 'asc' | 'desc';
}

export function peopleQuery(projectId: string, search: string, order: Order) {
  return infiniteQueryOptions({
    queryKey: ['users', projectId, search, order],
    queryFn: ({ pageParam, signal }) => {
      const words = search === '' ? '' : `&search=${encodeURIComponent(search)}`;
      return getJson<PersonPage>('/v1/external-users', `activity=true&limit=${PAGE}&page=${pageParam}&sortField=${order.field}&sortDirection=${order.direction}${words}`, signal);
    },
    initialPageParam: 0,
    getNextPageParam: ({ page, total }: PersonPage) => ((page + 1) * PAGE < total ? page + 1 : undefined),
    staleTime: STALE.list,
  });
}

export function personQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: ['user', projectId, id],
    queryFn: ({ signal }) => getJson<Person>(`/v1/external-users/${encodeURIComponent(id)}`, 'activity=true', signal),
    staleTime: STALE.list,
  });
}

/** `204` where something was removed. */
export async function deletePerson(id: number): Promise<void> {
  await fetchRaw(`/v1/external-users/${id}`, '', { method: 'DELETE' });
}

const USAGE_DAYS = 30;

export function usageQuery(projectId: string, id: number) {
  return queryOptions({
    queryKey: ['user', projectId, String(id), 'usage'],
    queryFn: ({ signal }) => getJson<DayUsage[]>('/v1/runs/usage', `days=${USAGE_DAYS}&userId=${id}&daily=true`, signal),
    staleTime: STALE.list,
  });
}

/** The runs of a person that these checks choose, newest first. */
export function runsOfQuery(projectId: string, id: number, checks: string) {
  return infiniteQueryOptions({
    queryKey: ['runs', projectId, 'of-user', id, checks],
    queryFn: ({ pageParam, signal }) => getJson<RunPage>('/v1/runs', `${checks}&users=${id}&limit=50&fields=preview&keys=raw${pageParam && `&cursor=${encodeURIComponent(pageParam)}`}`, signal),
    initialPageParam: '',
    getNextPageParam: (last: RunPage) => last.nextCursor || undefined,
    staleTime: STALE.list,
  });
}
