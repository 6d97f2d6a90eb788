import { useMe, useProjects } from '@/api/account';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { CheckLine } from '@/components/ui/toggle';
import { inviting } from '@/texts/team';
import { rolesToGive } from './model';

export interface Access {
  role: string;
  projects: string[];
}

/** A role, explained, and the projects that it is for. */
export function AccessFields({ access, onChange }: { access: Access; onChange: (access: Access) => void }) {
  const me = useMe();
  const projects = useProjects();
  const toggle = (id: string, isOn: boolean): void => {
    onChange({ ...access, projects: isOn ? [...access.projects, id] : access.projects.filter((other) => other !== id) });
  };
  return (
    <>
      <Field label={inviting.role}>
        {(props) => <Select {...props} className="w-full" value={access.role} onChange={(role) => onChange({ ...access, role })} items={rolesToGive(me).map((role) => ({ value: role.id, label: role.name, hint: role.text }))} />}
      </Field>
      <fieldset>
        <legend className="mb-1 font-medium">{inviting.projects}</legend>
        <div className="max-h-40 overflow-auto rounded-md border px-2.5 py-1">
          {projects.map((project) => (
            <CheckLine key={project.id} isOn={access.projects.includes(project.id)} onChange={(isOn) => toggle(project.id, isOn)}>
              {project.name}
            </CheckLine>
          ))}
        </div>
        <p className="mt-1.5 text-xs text-subtle">{inviting.projectsHint}</p>
      </fieldset>
    </>
  );
}
