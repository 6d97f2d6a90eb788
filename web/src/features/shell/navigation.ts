// What the sidebar and the command palette lead to: one line a page. An entry that the person may not read is not there.

import { CircleUser, ListTree, MessagesSquare, ScrollText, Settings, SquareTerminal, Users } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { LinkProps } from '@tanstack/react-router';
import { shell } from '@/texts/shell';

export interface Entry {
  /** Unique; also the name for tests. */
  id: string;
  label: string;
  icon: LucideIcon;
  link: Pick<LinkProps, 'to' | 'search'>;
  /** One of these opens it; an empty list opens it to everybody. */
  permissions: string[];
  /** Goes there, after `g`. */
  key?: string;
  /** Whether the page at `path` with `search` belongs to this entry. */
  isHere: (path: string, search: Record<string, string | undefined>) => boolean;
}

export interface Group {
  label: string;
  entries: Entry[];
}

function under(start: string): Entry['isHere'] {
  return (path) => path === start || path.startsWith(`${start}/`);
}

export const GROUPS: Group[] = [
  {
    label: shell.observe,
    entries: [
      { id: 'logs', label: shell.logs, icon: SquareTerminal, link: { to: '/logs' }, permissions: ['logs.list'], key: 'l', isHere: (path, { type }) => path === '/logs' && !['trace', 'thread'].includes(type ?? 'llm') },
      { id: 'traces', label: shell.traces, icon: ListTree, link: { to: '/logs', search: { type: 'trace' } as never }, permissions: ['logs.list'], key: 't', isHere: (path, { type }) => (path === '/logs' && type === 'trace') || path.startsWith('/traces/') },
      { id: 'threads', label: shell.threads, icon: MessagesSquare, link: { to: '/logs', search: { type: 'thread' } as never }, permissions: ['logs.list'], key: 'h', isHere: (path, { type }) => (path === '/logs' && type === 'thread') || path.startsWith('/threads/') },
      { id: 'users', label: shell.users, icon: CircleUser, link: { to: '/users' as '/' }, permissions: ['users.list'], key: 'u', isHere: under('/users') },
    ],
  },
  {
    label: shell.organisation,
    entries: [
      { id: 'team', label: shell.team, icon: Users, link: { to: '/team' }, permissions: ['teamMembers.list'], key: 'm', isHere: (path) => path === '/team' },
      { id: 'audit', label: shell.auditLog, icon: ScrollText, link: { to: '/team/audit-logs' }, permissions: ['auditLogs.list'], key: 'a', isHere: under('/team/audit-logs') },
      { id: 'settings', label: shell.settings, icon: Settings, link: { to: '/settings' }, permissions: [], key: 's', isHere: under('/settings') },
    ],
  },
];

export function permitted(groups: Group[], permissions: string[]): Group[] {
  const isOpen = (entry: Entry): boolean => entry.permissions.length === 0 || entry.permissions.some((one) => permissions.includes(one));
  return groups.map((group) => ({ ...group, entries: group.entries.filter(isOpen) })).filter((group) => group.entries.length > 0);
}

/** Pages of one thing, and the list that it is in: the thing is not there in another project. */
const LISTS: [RegExp, string, Record<string, string>][] = [
  [/^\/traces\/./, '/logs', { type: 'trace' }],
  [/^\/threads\/./, '/logs', { type: 'thread' }],
  [/^\/logs\/./, '/logs', { type: 'llm' }],
  [/^\/users\/./, '/users', {}],
];

/** The same page in another project: of the parameters only those that say which part of the page is open. */
export function inProject(id: string, path: string, search: Record<string, string | undefined>): { to: string; search: Record<string, string | undefined> } {
  const list = LISTS.find(([pattern]) => pattern.test(path));
  if (list) return { to: list[1], search: { ...list[2], projectId: id } };
  return { to: path, search: { tab: search.tab, type: search.type, projectId: id } };
}

/** Where `/` leads: the first page that this person may read. */
export function startPage(permissions: string[]): Entry['link'] {
  return permitted(GROUPS, permissions)[0]?.entries[0]?.link ?? { to: '/settings' };
}
