import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useCan, useProject, useProjects } from '@/api/account';
import { Popover } from '@/components/ui/popover';
import { shell } from '@/texts/shell';
import { ProjectButton } from './menu-buttons';
import { useGoToProject } from './use-go-to-project';

const OptionList = lazy(() => import('@/components/ui/combobox').then((module) => ({ default: module.OptionList })));

interface Props {
  isNarrow: boolean;
  onNew: () => void;
  defaultOpen: boolean;
}

export default function ProjectSwitcher({ isNarrow, onNew, defaultOpen }: Props) {
  const [open, setOpen] = useState(defaultOpen);
  const can = useCan();
  const projects = useProjects();
  const current = useProject();
  const goTo = useGoToProject();
  const choose = (id: string): void => {
    setOpen(false);
    goTo(id);
  };
  return (
    <Popover label={shell.switchProject} trigger={<ProjectButton isNarrow={isNarrow} />} open={open} onOpenChange={setOpen} width={260}>
      <Suspense fallback={<div className="h-24" />}>
        <OptionList
          label={shell.findProject}
          options={projects.map((project) => ({ value: project.id, label: project.name }))}
          chosen={current ? [current.id] : []}
          onToggle={choose}
        />
      </Suspense>
      {can('projects.create') && (
        <div className="border-t p-1">
          <button
            type="button"
            data-testid="new-project"
            onClick={() => {
              setOpen(false);
              onNew();
            }}
            className="flex h-7 w-full items-center gap-2 rounded-md px-2 hover:bg-hover"
          >
            <Plus size={14} className="w-4 text-subtle" aria-hidden />
            {shell.newProject}
          </button>
        </div>
      )}
    </Popover>
  );
}
