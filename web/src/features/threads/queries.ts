import { queryOptions } from '@tanstack/react-query';
import { getJson } from '@/api/client';
import { keys, STALE } from '@/api/keys';
import type { Run } from '@/api/runs';
import type { TreeNode } from './model';

const PAGE = 1000;

/** All turns and events of a conversation, with their messages. */
export function turnsQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: keys.runs(projectId, 'turns', id),
    queryFn: async ({ signal }) => {
      const all: Run[] = [];
      let cursor: string | null | undefined = '';
      while (cursor !== null && cursor !== undefined) {
        const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        // oxlint-disable-next-line no-await-in-loop -- a page says where the next one begins
        const page: { data: Run[]; nextCursor?: string | null } = await getJson('/v1/runs', `type=chat,custom-event&parentRunId=${encodeURIComponent(id)}&limit=${PAGE}&keys=raw${from}`, signal);
        all.push(...page.data);
        cursor = page.nextCursor;
      }
      return all;
    },
    staleTime: STALE.list,
  });
}

/** What hangs below the turns, without texts. */
export function belowQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [...keys.trace(projectId, id), 'thread'],
    queryFn: ({ signal }) => getJson<{ data: TreeNode[] }>(`/v1/runs/${encodeURIComponent(id)}/tree`, '', signal),
    staleTime: STALE.list,
  });
}
