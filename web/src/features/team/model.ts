// Who is on the team, as one list: members, then people who are invited. What may be done to whom.

import type { Me, Member } from '@/api/account';
import type { components } from '@/api/schema';
import { ROLES } from '@/texts/roles';

export type Invitation = components['schemas']['Invitation'];

export type Row = { kind: 'member'; id: string; member: Member } | { kind: 'invitation'; id: string; invitation: Invitation };

export function rowsOf(members: Member[], invitations: Invitation[]): Row[] {
  return [
    ...members.map((member): Row => ({ kind: 'member', id: member.id, member })),
    ...invitations.map((invitation): Row => ({ kind: 'invitation', id: invitation.id, invitation })),
  ];
}

/** The rows whose name or address has these words in it, and which have this role. */
export function matching(rows: Row[], words: string, role: string): Row[] {
  const wanted = words.trim().toLowerCase();
  return rows.filter((row) => {
    const person = row.kind === 'member' ? row.member : row.invitation;
    const text = `${'name' in person ? (person.name ?? '') : ''} ${person.email}`.toLowerCase();
    return text.includes(wanted) && (role === '' || person.role === role);
  });
}

/** The roles that somebody can give: one's own and lower ones; `owner` and `billing` only the owner gives. */
export function rolesToGive(me: Me): { id: string; name: string; text: string }[] {
  const own = ROLES.findIndex((role) => role.id === me.role);
  return ROLES.filter((role, rank) => rank >= own && (me.role === 'owner' || (role.id !== 'owner' && role.id !== 'billing')));
}

/** Nobody changes their own access; the owner's is handed over, an admin's only the owner changes. */
export function canManage(me: Me, member: Member): boolean {
  if (member.id === me.id || member.role === 'owner') return false;
  return me.role === 'owner' || member.role !== 'admin';
}

export function hasEnded(invitation: Invitation, now: Date = new Date()): boolean {
  return new Date(invitation.expiresAt) < now;
}
