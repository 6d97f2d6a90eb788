import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { type Project, useCan, useMe, useProject, useProjects } from '@/api/account';
import { api, call } from '@/api/client';
import { asApiError } from '@/api/error';
import { keys } from '@/api/keys';
import { chooseProject } from '@/api/session';
import { DayBars } from '@/components/charts/DayBars';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy';
import { Confirm } from '@/components/ui/dialog';
import { Time } from '@/components/ui/facts';
import { Field, Input } from '@/components/ui/field';
import { ErrorState, Skeleton } from '@/components/ui/states';
import { toast } from '@/components/ui/toast';
import { count, integer } from '@/lib/format';
import { projectTexts } from '@/texts/settings';
import { barsOf, type Day } from './days';

export function ProjectTab() {
  const can = useCan();
  const project = useProject();
  if (!project) return null;
  return (
    <>
      <Section id="project" title={projectTexts.title}>
        <Name key={project.id} project={project} mayRename={can('projects.update')} />
        <dl className="mt-4 grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-1">
          <dt className="text-muted">{projectTexts.id}</dt>
          <dd className="flex items-center gap-1 font-mono text-xs">
            {project.id} <CopyButton text={project.id} />
          </dd>
          <dt className="text-muted">{projectTexts.made}</dt>
          <dd>
            <Time at={project.createdAt} />
          </dd>
        </dl>
      </Section>
      {can('analytics.read') && <Activity project={project} />}
      {can('projects.delete') && <Danger project={project} />}
    </>
  );
}

function Name({ project, mayRename }: { project: Project; mayRename: boolean }) {
  const [name, setName] = useState(project.name);
  const client = useQueryClient();
  const rename = useMutation({
    mutationFn: () => call(api.PATCH('/v1/projects/{projectId}', { params: { path: { projectId: project.id } }, body: { name: name.trim() } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.projects });
      toast.ok(projectTexts.renamed);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    rename.mutate();
  };
  const isSame = name.trim() === project.name || name.trim() === '';
  return (
    <form onSubmit={submit} className="max-w-[420px]">
      <Field label={projectTexts.name} error={rename.isError ? asApiError(rename.error).message : null}>
        {(props) => (
          <div className="flex gap-2">
            <Input {...props} value={name} maxLength={100} disabled={!mayRename} onChange={(event) => setName(event.target.value)} data-testid="project-name-input" />
            {mayRename && (
              <Button type="submit" isBusy={rename.isPending} disabled={isSame}>
                {projectTexts.rename}
              </Button>
            )}
          </div>
        )}
      </Field>
    </form>
  );
}

function Activity({ project }: { project: Project }) {
  const { orgId } = useMe();
  const usage = useQuery({
    queryKey: keys.usage(orgId, project.id),
    queryFn: () => call(api.GET('/v1/orgs/{orgId}/usage', { params: { path: { orgId }, query: { projectId: project.id } } })),
  });
  return (
    <Section id="activity" title={projectTexts.activity} description={projectTexts.activityText}>
      {usage.isPending && <Skeleton className="h-28 w-full" />}
      {usage.isError && <ErrorState what={projectTexts.usageFailed} error={usage.error} onRetry={() => void usage.refetch()} isSmall />}
      {usage.isSuccess && <Days days={usage.data} />}
    </Section>
  );
}

function Days({ days }: { days: Day[] }) {
  const { bars, top } = barsOf(days);
  if (top === 0) return <p className="text-muted">{projectTexts.noRuns}</p>;
  const words = (runs: number): string => count(runs, 'run', 'runs');
  const total = bars.reduce((sum, bar) => sum + bar.count, 0);
  return <DayBars name={projectTexts.activity} bars={bars.map((bar) => ({ label: bar.label, value: bar.count, tip: projectTexts.onDay(bar.label, words(bar.count)) }))} top={top} format={integer} total={words(total)} />;
}

function Danger({ project }: { project: Project }) {
  const [open, setOpen] = useState(false);
  const projects = useProjects();
  const client = useQueryClient();
  const navigate = useNavigate();
  const other = projects.find((one) => one.id !== project.id);
  const remove = async (): Promise<void> => {
    await call(api.DELETE('/v1/projects/{projectId}', { params: { path: { projectId: project.id } } }));
    if (other) chooseProject(other.id);
    await client.invalidateQueries({ queryKey: keys.projects });
    toast.ok(projectTexts.deleted);
    await navigate({ to: '/settings', search: { projectId: other?.id } });
  };
  return (
    <Section id="danger" title={projectTexts.danger} description={other ? projectTexts.dangerText : projectTexts.lastOne}>
      <Button kind="danger" disabled={!other} onClick={() => setOpen(true)} data-testid="delete-project-button">
        {projectTexts.delete}
      </Button>
      <Confirm open={open} onOpenChange={setOpen} title={projectTexts.deleteTitle(project.name)} confirm={projectTexts.deleteConfirm} onConfirm={remove} phrase={project.name} testId="delete-project-popover-button">
        {projectTexts.dangerText}
      </Confirm>
    </Section>
  );
}
