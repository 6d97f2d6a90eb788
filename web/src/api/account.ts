// Who is signed in, what they may do, and which project the pages show. Loaded before any page of the shell is drawn.

import { queryOptions, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useStore } from '@/lib/store';
import { api, call } from './client';
import { keys, STALE } from './keys';
import type { components } from './schema';
import { chooseProject, project } from './session';

export type Me = components['schemas']['Me'];
export type Project = components['schemas']['OwnProject'];
export type Org = components['schemas']['OwnOrganisation'];
export type Member = components['schemas']['Member'];

export const meQuery = queryOptions({ queryKey: keys.me, queryFn: () => call(api.GET('/v1/users/me')), staleTime: STALE.one });

export const projectsQuery = queryOptions({ queryKey: keys.projects, queryFn: () => call(api.GET('/v1/projects')), staleTime: STALE.one });

export const orgQuery = queryOptions({ queryKey: keys.org, queryFn: () => call(api.GET('/v1/users/me/org')), staleTime: STALE.one });

export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** Sorted by name, as people look for them. */
export function useProjects(): Project[] {
  const { data } = useSuspenseQuery(projectsQuery);
  return data.toSorted((one, other) => one.name.localeCompare(other.name));
}

export function useOrg(): Org {
  return useSuspenseQuery(orgQuery).data;
}

/** The project that the page shows; `undefined` for people who are in none. */
export function useProject(): Project | undefined {
  const id = useStore(project);
  return useSuspenseQuery(projectsQuery).data.find((one) => one.id === id);
}

/** For pages that there are only with a project. */
export function useProjectId(): string {
  return useStore(project) ?? '';
}

/** Whether the role of this person grants a permission such as `logs.list`. The server decides again. */
export function useCan(): (permission: string) => boolean {
  const { permissions } = useMe();
  return (permission) => permissions.includes(permission);
}

/** Who can change a role, by name: the owner, where this person may know it. */
export function useOwner(): Member | undefined {
  const { data } = useQuery(orgQuery);
  const members = data?.users as Member[] | null | undefined;
  return members?.find((member) => member.role === 'owner');
}

/** Forgets what is known about other projects, and shows this one. */
export function useSwitchProject(): (id: string) => void {
  const client = useQueryClient();
  return (id) => {
    chooseProject(id);
    void client.invalidateQueries({ queryKey: keys.projects });
  };
}
