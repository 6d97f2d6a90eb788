// What the pages of end users ask the server.

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getJson } from '@/api/client';
import { STALE } from '@/api/keys';
import type { RunPage } from '@/api/runs';
import type { components } from '@/api/schema';
import type { DayUsage } from './model';

type Schemas = components['schemas'];

/** An end user of this project, who has a number here and whose runs are summed up. */
export type Person = Omit<Schemas['ExternalUserRow'], 'id' | 'props'> & { id: number; props?: Record<string, unknown> | null };

type PersonPage = Omit<Schemas['ExternalUserList'], 'data'> & { data: Person[] };

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

const USAGE_DAYS = 30;

/** By model; `isDaily`: by day too. */
export function usageQuery(projectId: string, id: number, isDaily: boolean) {
  return queryOptions({
    queryKey: ['user', projectId, String(id), 'usage', isDaily],
    queryFn: ({ signal }) => getJson<DayUsage[]>('/v1/runs/usage', `days=${USAGE_DAYS}&userId=${id}${isDaily ? '&daily=all' : ''}`, signal),
    staleTime: STALE.list,
  });
}

/** The runs of a person that these checks choose, newest first. */
export function runsOfQuery(projectId: string, id: number, checks: string) {
  return infiniteQueryOptions({
    queryKey: ['runs', projectId, 'of-user', id, checks],
    queryFn: ({ pageParam, signal }) => getJson<RunPage>('/v1/runs', `${checks}&users=${id}&limit=50&fields=preview&totals=true&keys=raw${pageParam && `&cursor=${encodeURIComponent(pageParam)}`}`, signal),
    initialPageParam: '',
    getNextPageParam: (last: RunPage) => last.nextCursor || undefined,
    staleTime: STALE.list,
  });
}
