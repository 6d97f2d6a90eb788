import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FlaskConical } from 'lucide-react';
import { useProjects } from '@/api/account';
import { api, call } from '@/api/client';
import { keys } from '@/api/keys';
import { chooseProject, sampleProject } from '@/api/session';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { shell } from '@/texts/shell';

/** Above the pages of the sample project. Its runs are nobody's, so no question is asked. */
export default function SampleNotice({ id }: { id: string }) {
  const other = useProjects().find((project) => project.id !== id);
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => call(api.DELETE('/v1/projects/{projectId}', { params: { path: { projectId: id } } })),
    onSuccess: async () => {
      sampleProject.set('');
      if (other) chooseProject(other.id);
      await client.invalidateQueries({ queryKey: keys.projects });
      toast.ok(shell.sampleRemoved);
      await navigate({ to: '/logs', search: { type: 'trace', projectId: other?.id } } as never);
    },
    onError: (thrown) => toast.failure(shell.sampleNotRemoved, thrown),
  });
  return (
    <section aria-label={shell.sampleData} className="flex min-h-9 shrink-0 flex-wrap items-center justify-center gap-x-3 border-b bg-sunken px-4 py-1 text-muted">
      <FlaskConical size={15} className="text-subtle" aria-hidden />
      <span>{shell.sample}</span>
      {other && (
        <Button size="sm" isBusy={remove.isPending} onClick={() => remove.mutate()}>
          {shell.removeSample}
        </Button>
      )}
    </section>
  );
}
