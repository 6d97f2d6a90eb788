import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useProjectId } from '@/api/account';
import { api, call } from '@/api/client';
import { toast } from '@/components/ui/toast';
import { traces } from '@/texts/traces';
import { runQuery, type Run } from './queries';

type Thumb = 'up' | 'down' | null;

/** What somebody thought of a run; changed at once here, and back again where the server refuses it. */
export function useFeedback(run: Run): [Thumb, (thumb: Thumb) => void] {
  const client = useQueryClient();
  const { queryKey } = runQuery(useProjectId(), run.id);
  const feedback = run.feedback as { thumb?: Thumb } | null | undefined;
  const { mutate } = useMutation({
    mutationFn: (thumb: Thumb) => call(api.PATCH('/v1/runs/{id}/feedback', { params: { path: { id: run.id } }, body: { thumb } })),
    onMutate: async (thumb) => {
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, (now) => now && { ...now, feedback: { ...feedback, thumb } as never });
      return { before: run };
    },
    onError: (thrown, _thumb, context) => {
      if (context) client.setQueryData(queryKey, context.before);
      toast.failure(traces.feedbackFailed, thrown);
    },
  });
  return [feedback?.thumb ?? null, mutate];
}
