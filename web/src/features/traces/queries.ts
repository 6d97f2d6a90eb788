// What the pages of traces ask the server.

import { queryOptions } from '@tanstack/react-query';
import { getJson } from '@/api/client';
import { keys, STALE } from '@/api/keys';
import type { components } from '@/api/schema';
import type { TreeNode } from './tree';

export type Tree = components['schemas']['Tree'];

/** How often a trace that still grows is asked for, in milliseconds; a large one less often. */
const GROWING_MS = { small: 2000, large: 10_000 };
const LARGE = 2000;
/** A span that nobody ended in this time will hardly end any more. */
const GIVEN_UP_MS = 3_600_000;

/** The trace without texts. */
export function treeQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: keys.trace(projectId, id),
    queryFn: async ({ signal }) => ({ ...(await getJson<Tree>(`/v1/runs/${encodeURIComponent(id)}/tree`, '', signal)), at: Date.now() }),
    staleTime: STALE.one,
  });
}

/** When to ask for a trace again, in milliseconds; `false` when it has ended. */
export function growthInterval(tree: Tree | undefined): number | false {
  if (!tree || !isGrowing(tree.data)) return false;
  return tree.data.length > LARGE ? GROWING_MS.large : GROWING_MS.small;
}

/** Whether the trace has an open span. */
export function isGrowing(nodes: TreeNode[]): boolean {
  return nodes.some((node) => node.status === 'started' && (node.endMs === null || node.endMs === undefined));
}

/** Whether somebody may still end what began at `startedAt`, by the clock of this browser. */
export function isAlive(startedAt: string | undefined, now: number): boolean {
  return startedAt !== undefined && now - new Date(startedAt).getTime() < GIVEN_UP_MS;
}

/** The list that a trace was opened from, as its link says. */
export interface ListOrder {
  filters?: string;
  sortField?: string;
  sortDirection?: string;
}

/** `filters` goes as it is: its text is that of the API. */
export function neighborsQuery(projectId: string, id: string, { filters, sortField, sortDirection }: ListOrder) {
  const checks = filters?.split('&').some((check) => check.startsWith('type=')) ? filters : ['type=trace', filters].filter(Boolean).join('&');
  const order = sortField ? `&sortField=${encodeURIComponent(sortField)}&sortDirection=${sortDirection === 'asc' ? 'asc' : 'desc'}` : '';
  return queryOptions({
    queryKey: [...keys.trace(projectId, id), 'neighbors', checks, order],
    queryFn: ({ signal }) => getJson<components['schemas']['Neighbors']>(`/v1/runs/${encodeURIComponent(id)}/neighbors`, checks + order, signal),
    staleTime: STALE.list,
  });
}
