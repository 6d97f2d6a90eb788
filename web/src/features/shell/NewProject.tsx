import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useProjects } from '@/api/account';
import { api, call } from '@/api/client';
import { asApiError } from '@/api/error';
import { keys } from '@/api/keys';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/field';
import { toast } from '@/components/ui/toast';
import { common } from '@/texts/common';
import { shell } from '@/texts/shell';

/** Makes a project and leads to its keys. */
export default function NewProject({ onClose }: { onClose: () => void }) {
  const projects = useProjects();
  const [name, setName] = useState(`Project #${projects.length + 1}`);
  const client = useQueryClient();
  const navigate = useNavigate();
  const make = useMutation({
    mutationFn: () => call(api.POST('/v1/projects', { body: { name: name.trim() } })),
    onSuccess: async (project) => {
      await client.invalidateQueries({ queryKey: keys.projects });
      toast.ok(shell.projectMade);
      onClose();
      await navigate({ to: '/settings', search: { projectId: project.id } });
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={shell.newProject}
      description={shell.newProjectHint}
      footer={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button kind="primary" form="new-project" type="submit" isBusy={make.isPending} disabled={name.trim() === ''}>
            {shell.createProject}
          </Button>
        </>
      }
    >
      <form
        id="new-project"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <Field label={shell.projectName} error={make.isError ? asApiError(make.error).message : null}>
          {(props) => <Input {...props} value={name} maxLength={100} onFocus={(event) => event.target.select()} onChange={(event) => setName(event.target.value)} />}
        </Field>
      </form>
    </Dialog>
  );
}
