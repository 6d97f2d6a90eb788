import { ThumbsDown, ThumbsUp } from 'lucide-react';
import type { Column } from '@/components/grid/layout';
import { visible } from '@/components/messages/Words';
import { Avatar, Money, Time } from '@/components/ui/facts';
import { compact, integer, money, time } from '@/lib/format';
import { users } from '@/texts/users';
import { firstSeen, nameOf } from './model';
import type { Person } from './queries';

const { columns: heads } = users;

export const COLUMNS: Column<Person>[] = [
  { id: 'user', head: heads.user, width: 220, grow: 2, isSlim: true, cell: (row) => <Who person={row} />, text: nameOf },
  { id: 'first', head: heads.first, width: 116, yields: 3, sort: 'createdAt', cell: (row) => <Time at={firstSeen(row)} className="text-muted" />, text: (row) => time(new Date(firstSeen(row))) },
  { id: 'last', head: heads.last, width: 116, sort: 'lastSeen', cell: (row) => <Time at={row.lastSeen} className="text-muted" />, text: (row) => time(new Date(row.lastSeen)) },
  { id: 'runs', head: heads.runs, width: 88, align: 'right', cell: (row) => count(row.activity?.runs), text: (row) => count(row.activity?.runs) },
  { id: 'errors', head: heads.errors, width: 80, align: 'right', cell: (row) => (row.activity?.errors ? <span className="font-medium text-err">{integer(row.activity.errors)}</span> : '–'), text: (row) => count(row.activity?.errors || undefined) },
  { id: 'tokens', head: heads.tokens, width: 88, yields: 2, align: 'right', cell: (row) => (row.activity?.tokens ? compact(row.activity.tokens) : '–') },
  { id: 'cost', head: heads.cost, width: 96, align: 'right', sort: 'cost', cell: (row) => <Money usd={row.cost} />, text: (row) => (row.cost ? money(row.cost) : '–') },
  { id: 'feedback', head: heads.feedback, width: 104, yields: 1, cell: (row) => <Thumbs person={row} /> },
  { id: 'id', head: heads.id, width: 160, isExtra: true, cell: (row) => <span className="font-mono text-xs text-muted">{visible(row.externalId)}</span>, text: (row) => row.externalId },
];

function count(value: number | undefined): string {
  return value === undefined ? '–' : integer(value);
}

function Who({ person }: { person: Person }) {
  const name = nameOf(person);
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Avatar name={name} size={20} />
      <span className="truncate font-medium">{visible(name)}</span>
      {name !== person.externalId && <span className="truncate text-subtle">{visible(person.externalId)}</span>}
    </span>
  );
}

function Thumbs({ person: { activity } }: { person: Person }) {
  if (!activity || activity.thumbsUp + activity.thumbsDown === 0) return <span className="text-subtle">–</span>;
  return (
    <span className="num flex items-center gap-2.5">
      {activity.thumbsUp > 0 && (
        <span role="img" aria-label={users.up(integer(activity.thumbsUp))} className="inline-flex items-center gap-1 text-ok">
          <ThumbsUp size={12} aria-hidden />
          {integer(activity.thumbsUp)}
        </span>
      )}
      {activity.thumbsDown > 0 && (
        <span role="img" aria-label={users.down(integer(activity.thumbsDown))} className="inline-flex items-center gap-1 text-err">
          <ThumbsDown size={12} aria-hidden />
          {integer(activity.thumbsDown)}
        </span>
      )}
    </span>
  );
}
