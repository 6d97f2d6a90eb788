import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { type Member, orgQuery, useCan } from '@/api/account';
import { serverUrl } from '@/api/base';
import { api, call } from '@/api/client';
import { keys } from '@/api/keys';
import type { Invitation } from './model';

/** Everybody in the organisation; empty for roles that may not know. */
export function useMembers(): Member[] {
  const { data } = useSuspenseQuery(orgQuery);
  return (data.users as Member[] | null | undefined) ?? [];
}

export function useInvitations() {
  const can = useCan();
  return useQuery({ queryKey: keys.invitations, queryFn: () => call(api.GET('/v1/users/invited')), enabled: can('teamMembers.list') });
}

/** Asks anew who is there and who is invited. */
export function useRefreshTeam(): () => Promise<unknown> {
  const client = useQueryClient();
  return () => Promise.all([client.invalidateQueries({ queryKey: keys.org }), client.invalidateQueries({ queryKey: keys.invitations }), client.invalidateQueries({ queryKey: keys.me })]);
}

/** The address that an invited person opens. */
export function invitationLink(invitation: Pick<Invitation, 'token'>): string {
  return `${serverUrl}/join?token=${encodeURIComponent(invitation.token ?? '')}`;
}
