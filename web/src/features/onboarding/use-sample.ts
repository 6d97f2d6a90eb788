import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { fetchRaw } from '@/api/client';
import { keys } from '@/api/keys';
import { chooseProject, sampleProject } from '@/api/session';
import { toast } from '@/components/ui/toast';
import { onboarding } from '@/texts/onboarding';

/** Makes the project Sample, or finds it, and goes there. */
export function useSample() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async () => (await (await fetchRaw('/v1/projects/sample', '', { method: 'POST' })).json()) as { id: string },
    onSuccess: async ({ id }) => {
      sampleProject.set(id);
      await client.invalidateQueries({ queryKey: keys.projects });
      await client.invalidateQueries({ queryKey: keys.me });
      chooseProject(id);
      toast.ok(onboarding.sampleMade);
      void navigate({ to: '/logs', search: { type: 'trace', projectId: id } } as never);
    },
    onError: (thrown) => toast.failure(onboarding.sampleFailed, thrown),
  });
}
