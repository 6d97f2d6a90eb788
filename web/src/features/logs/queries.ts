// What the list asks of the server.

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useProjectId } from '@/api/account';
import { getJson } from '@/api/client';
import { keys, STALE } from '@/api/keys';
import type { Facets, Histogram, RunPage, RunRow } from '@/api/runs';
import type { components } from '@/api/schema';
import type { PairSource } from './fields';
import { orderOf, queryOf, type View } from './view';

type Choice = components['schemas']['Choice'];

const PAGE = 100;
const MOST_CHOICES = 'limit=1000';
export const BUCKETS = 96;

/** A moment that stays while the view does: pages of one list must agree on what "the last hour" is. */
const moments = new Map<string, number>();

function momentOf(viewKey: string, mayBeKnown: boolean): number {
  const known = moments.get(viewKey);
  const now = Date.now();
  if (known !== undefined && mayBeKnown && now - known < STALE.list) return known;
  moments.clear();
  moments.set(viewKey, now);
  return now;
}

/** Now, as of when the view was opened or asked for anew. Whoever comes back soon finds the list as it was. */
export function useAsOf(viewKey: string): [number, () => void] {
  const [nonce, setNonce] = useState(0);
  const asOf = useMemo(() => momentOf(viewKey, nonce === 0), [viewKey, nonce]);
  return [asOf, () => setNonce((was) => was + 1)];
}

function joined(...parts: string[]): string {
  return parts.filter(Boolean).join('&');
}

export function useRunList(view: View, asOf: number) {
  const projectId = useProjectId();
  const query = queryOf(view, asOf);
  const order = orderOf(view.sort);
  const form = `limit=${PAGE}&fields=preview&keys=raw${view.kind === 'trace' ? '&totals=true' : ''}`;
  return useInfiniteQuery({
    queryKey: keys.runs(projectId, 'list', query, order),
    queryFn: ({ pageParam, signal }) => getJson<RunPage>('/v1/runs', joined(query, order, form, pageParam && `cursor=${pageParam}`), signal),
    initialPageParam: '',
    getNextPageParam: (last: RunPage) => last.nextCursor || undefined,
    placeholderData: keepPreviousData,
    // A page by itself is never asked for again: what is new comes by stream or with another moment.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function rowsOf(pages: RunPage[] | undefined): RunRow[] {
  const seen = new Set<string>();
  return (pages ?? []).flatMap(({ data }) => data).filter(({ id }) => !seen.has(id) && seen.add(id));
}

export function useHistogram(view: View, asOf: number) {
  const query = queryOf(view, asOf);
  return useQuery({
    queryKey: keys.histogram(useProjectId(), query, BUCKETS),
    queryFn: ({ signal }) => getJson<Histogram>('/v1/runs/histogram', joined(query, `buckets=${BUCKETS}`), signal),
    placeholderData: keepPreviousData,
    staleTime: STALE.list,
  });
}

/** Values of a check with how many runs of this view have each. */
export function useFacets(view: View, asOf: number, check: string, search: string, isOn = true) {
  const query = queryOf(view, asOf);
  const extra = joined(`check=${check}`, search === '' ? '' : `q=${encodeURIComponent(search)}`, 'limit=50');
  return useQuery({
    queryKey: keys.facets(useProjectId(), check, query, extra),
    queryFn: ({ signal }) => getJson<Facets>('/v1/runs/facets', joined(query, extra), signal),
    placeholderData: keepPreviousData,
    staleTime: STALE.facets,
    enabled: isOn,
  });
}

/** The keys that there are, in order. Who may not see them types one. */
export function usePairKeys(source: PairSource) {
  return useQuery({
    queryKey: keys.choices(useProjectId(), source),
    queryFn: async ({ signal }) => {
      if (source === 'metadata') return getJson<string[]>('/v1/filters/metadata', '', signal);
      return (await getJson<Choice[]>('/v1/filters/user-props/keys', MOST_CHOICES, signal)).map(({ value }) => value);
    },
    staleTime: STALE.facets,
  });
}

/** The values of a key of what is known of end users. Of metadata nobody keeps a list. */
export function usePairValues(source: PairSource, key: string) {
  return useQuery({
    queryKey: keys.choices(useProjectId(), source, key),
    queryFn: ({ signal }) => getJson<Choice[]>('/v1/filters/user-props/values', `key=${encodeURIComponent(key)}&${MOST_CHOICES}`, signal),
    staleTime: STALE.facets,
    enabled: source === 'user-props' && key !== '',
  });
}

/** How many runs a view has. */
export function countRuns(view: View, asOf: number, signal?: AbortSignal): Promise<number> {
  return getJson<number>('/v1/runs/count', queryOf(view, asOf), signal);
}

/** The number of an end user by the project's own name for the person. */
export async function findUser(view: View, asOf: number, name: string): Promise<string | undefined> {
  const query = queryOf({ ...view, filter: { mode: 'AND', checks: [] } }, asOf);
  const { data } = await getJson<Facets>('/v1/runs/facets', joined(query, `check=users&q=${encodeURIComponent(name)}&limit=50`));
  const lower = name.toLowerCase();
  return (data.find(({ label }) => label.toLowerCase() === lower) ?? (data.length === 1 ? data[0] : undefined))?.value;
}
