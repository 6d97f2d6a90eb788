// The columns of the lists, per kind of run.

import { MessageSquare, ShieldOff, ThumbsDown, ThumbsUp } from 'lucide-react';
import type { Run, RunRow } from '@/api/runs';
import type { Column } from '@/components/grid/layout';
import { visible, Words } from '@/components/messages/Words';
import { commentOf, firstTokenMs, statusOf, thumbOf, userName } from '@/components/run/facts';
import { Avatar, Money, Status, Tag, Time, Tokens } from '@/components/ui/facts';
import { cn } from '@/lib/cn';
import type { Check } from '@/lib/filters';
import { duration, integer, money, time } from '@/lib/format';
import { logs } from '@/texts/logs';
import { errorLine, hitPieces, preview } from './preview';
import { totalsColumns } from './totals-columns';
import type { ListKind } from './view';

export interface Scale {
  /** Milliseconds; what is longer is slow. `undefined` while there are too few to say. */
  slowMs: number | undefined;
}

type Picker = (check: Check) => void;

const WITHHELD = '__NOT_INGESTED__';

/** The columns of a list; `pick` narrows it to a value. */
export function columnsOf(kind: ListKind, scale: Scale, pick: Picker, keys: string[]): Column<RunRow>[] {
  if (kind === 'thread') return [...threadColumns(), userColumn(pick), tagsColumn(pick), ...keys.map((key) => metadataColumn(key, pick))];
  const all = [timeColumn(), nameColumn(kind, pick), inputColumn(kind), outputColumn(kind), durationColumn(scale)];
  const sums = kind === 'llm' ? [tokensColumn(), costColumn()] : kind === 'trace' ? totalsColumns() : [];
  const status = kind === 'trace' ? [statusColumn()] : [];
  const rest = [userColumn(pick), tagsColumn(pick), feedbackColumn()];
  return [all[0]!, all[1]!, ...status, ...all.slice(2), ...sums, ...rest, ...extraColumns(kind), ...keys.map((key) => metadataColumn(key, pick))];
}

function timeColumn(): Column<RunRow> {
  return {
    id: 'time', head: logs.columns.time, width: 104, sort: 'createdAt', isSlim: true,
    cell: (row) => <Time at={row.createdAt} className="text-muted" />,
    text: (row) => time(new Date(row.createdAt)),
  };
}

function nameColumn(kind: ListKind, pick: Picker): Column<RunRow> {
  const head = { llm: logs.columns.model, tool: logs.columns.tool, retriever: logs.columns.name, trace: logs.columns.name, thread: logs.columns.name }[kind];
  const check = (name: string): Check => {
    if (kind === 'llm') return { id: 'models', params: { models: [name] } };
    return kind === 'tool' ? { id: 'tools', params: { toolName: name } } : { id: 'retrievers', params: { retrieverName: name } };
  };
  return {
    id: 'name', head, width: kind === 'trace' ? 132 : 140, isSlim: true,
    cell: (row) => <span className="font-medium" title={row.name ?? undefined}>{row.name ? visible(row.name) : <span className="text-subtle">–</span>}</span>,
    text: (row) => row.name ?? '',
    // No check chooses traces by their name.
    pick: kind === 'trace' ? undefined : { label: (row) => row.name ?? null, run: (row) => row.name && pick(check(row.name)) },
  };
}

function statusColumn(): Column<RunRow> {
  return { id: 'status', head: logs.columns.status, width: 88, cell: (row) => <Status status={statusOf(row as unknown as Run)} />, text: (row) => row.status ?? '' };
}

/** A conversation: how long it is, how it began, and what was said last. */
function threadColumns(): Column<RunRow>[] {
  const first = (row: RunRow): string => (row.firstMessage ? preview({ ...row, input: row.firstMessage, inputPreview: null }, 'input') : '');
  return [
    { ...timeColumn(), head: logs.columns.started },
    { id: 'messages', head: logs.columns.messages, width: 92, align: 'right', sort: 'messagesCount', cell: (row) => integer(row.messagesCount ?? 0), text: (row) => integer(row.messagesCount ?? 0) },
    { id: 'first', head: logs.columns.firstMessage, width: 180, grow: 1, cell: (row) => <Words text={first(row)} />, text: first },
    { id: 'last', head: logs.columns.lastMessage, width: 180, grow: 1, cell: (row) => <span className="text-muted"><Texts row={row} side="input" /></span>, text: (row) => preview(row, 'input') },
    { id: 'thumbs', head: logs.columns.feedback, width: 92, cell: (row) => <ThreadThumbs row={row} /> },
  ];
}

function ThreadThumbs({ row }: { row: RunRow }) {
  const thumbs = (row.feedbacks ?? []).map((feedback) => thumbOf(feedback));
  const counts = { up: thumbs.filter((one) => one === 'up').length, down: thumbs.filter((one) => one === 'down').length };
  if (counts.up + counts.down === 0) return null;
  return (
    <span className="num flex gap-2">
      {counts.up > 0 && <span className="inline-flex items-center gap-1 text-ok"><ThumbsUp size={12} aria-label={logs.thumbUp} />{counts.up}</span>}
      {counts.down > 0 && <span className="inline-flex items-center gap-1 text-err"><ThumbsDown size={12} aria-label={logs.thumbDown} />{counts.down}</span>}
    </span>
  );
}

function inputColumn(kind: ListKind): Column<RunRow> {
  return {
    id: 'input', head: kind === 'retriever' ? logs.columns.query : logs.columns.input, width: 132, grow: 1.2, isSlim: true, yields: 1,
    cell: (row) => <Texts row={row} side="input" />,
    text: (row) => preview(row, 'input'),
  };
}

function outputColumn(kind: ListKind): Column<RunRow> {
  return {
    id: 'output', head: kind === 'retriever' ? logs.columns.documents : logs.columns.output, width: 132, grow: 1.3,
    cell: (row) => {
      const failure = row.status === 'error' ? errorLine(row) : '';
      if (failure) return <span className="text-err">{visible(failure)}</span>;
      return <span className="text-muted"><Texts row={row} side="output" /></span>;
    },
    text: (row) => (row.status === 'error' && errorLine(row)) || preview(row, 'output'),
  };
}

/** With a search, the fragment around the hit in the column where it is. */
function Texts({ row, side }: { row: RunRow; side: 'input' | 'output' }) {
  const { match } = row;
  if (match && match.field === side && match.ranges.length > 0) {
    return hitPieces(match.text, match.ranges).map((part, index) =>
      index % 2 === 1 ? (
        <mark key={index} className="rounded-[2px] bg-[color-mix(in_oklab,var(--mark)_45%,transparent)] text-fg">{visible(part)}</mark>
      ) : (
        <span key={index}>{visible(part)}</span>
      ),
    );
  }
  const text = preview(row, side);
  const isWithheld = text === WITHHELD || row[side] === WITHHELD;
  if (isWithheld) return <span className="inline-flex items-center gap-1.5 text-subtle"><ShieldOff size={13} aria-hidden />{logs.notIngested}</span>;
  return <Words text={text} />;
}

const BAR = 30;

function durationColumn({ slowMs }: Scale): Column<RunRow> {
  return {
    id: 'duration', head: logs.columns.duration, width: 96, yields: 2, align: 'right', sort: 'duration', isSlim: true,
    cell: (row) => <DurationCell row={row} slowMs={slowMs} />,
    text: (row) => (row.duration == null ? '' : duration(row.duration)),
  };
}

function DurationCell({ row, slowMs }: { row: RunRow; slowMs: number | undefined }) {
  const ms = row.duration;
  if (ms == null) {
    const status = statusOf(row as unknown as Run);
    return status === 'running' ? <Status status="running" /> : <span className="text-subtle">–</span>;
  }
  const isSlow = slowMs !== undefined && ms > slowMs;
  const width = slowMs ? Math.max(2, Math.min(BAR, (ms / slowMs) * BAR * 0.8)) : 0;
  return (
    <span className="inline-flex items-center justify-end gap-2" title={isSlow ? logs.slow : undefined}>
      {width > 0 && <span aria-hidden className={cn('h-1 rounded-full', isSlow ? 'bg-warn' : 'bg-line-strong')} style={{ width }} />}
      <span className={cn(isSlow && 'font-medium text-warn')}>{duration(ms)}</span>
    </span>
  );
}

function tokensColumn(): Column<RunRow> {
  return {
    id: 'tokens', head: logs.columns.tokens, width: 72, yields: 4, align: 'right', sort: 'tokens',
    cell: (row) => <Tokens count={known(row)} />,
    text: (row) => integer(known(row) ?? 0),
  };
}

/** The sum of both; unknown where neither is known. */
function known({ tokens }: RunRow): number | null {
  return tokens?.prompt == null && tokens?.completion == null ? null : (tokens.total ?? null);
}

function costColumn(): Column<RunRow> {
  return {
    id: 'cost', head: logs.columns.cost, width: 92, yields: 3, align: 'right', sort: 'cost',
    cell: (row) => <Money usd={row.cost} />,
    text: (row) => (row.cost ? money(row.cost) : '–'),
  };
}

function userColumn(pick: Picker): Column<RunRow> {
  return {
    id: 'user', head: logs.columns.user, width: 124, yields: 6,
    cell: (row) => {
      const name = userName(row);
      if (name === '') return null;
      return <span className="flex items-center gap-1.5" title={row.user?.externalId}><Avatar name={name} /><span className="truncate">{visible(name)}</span></span>;
    },
    text: userName,
    pick: { label: (row) => (row.user?.id ? userName(row) : null), run: (row) => row.user?.id && pick({ id: 'users', params: { users: [String(row.user.id)] } }) },
  };
}

function tagsColumn(pick: Picker): Column<RunRow> {
  return {
    id: 'tags', head: logs.columns.tags, width: 104, yields: 7,
    cell: (row) => {
      const [first, ...others] = row.tags ?? [];
      if (first === undefined) return null;
      return <span className="flex gap-1"><Tag title={first}>{visible(first)}</Tag>{others.length > 0 && <Tag title={others.join(', ')}>+{others.length}</Tag>}</span>;
    },
    text: (row) => (row.tags ?? []).join(', '),
    pick: { label: (row) => row.tags?.[0] ?? null, run: (row) => row.tags?.[0] && pick({ id: 'tags', params: { tags: [row.tags[0]] } }) },
  };
}

function feedbackColumn(): Column<RunRow> {
  return {
    id: 'feedback', head: logs.columns.feedback, hasBareHead: true, width: 40, yields: 8,
    cell: (row) => <FeedbackCell row={row} />,
  };
}

function FeedbackCell({ row }: { row: RunRow }) {
  const own = thumbOf(row.feedback);
  const thumb = own ?? thumbOf(row.parentFeedback);
  const Icon = thumb === 'up' ? ThumbsUp : thumb === 'down' ? ThumbsDown : null;
  const comment = commentOf(row.feedback);
  if (!Icon && comment === '') return null;
  const label = `${thumb === 'up' ? logs.thumbUp : thumb === 'down' ? logs.thumbDown : logs.commentAt}${own === null && thumb ? `. ${logs.fromTurn}` : ''}`;
  return (
    <span role="img" aria-label={label} title={comment || label} className={cn('flex gap-1', own === null && thumb && 'opacity-60')}>
      {Icon && <Icon size={14} className={thumb === 'up' ? 'text-ok' : 'text-err'} aria-hidden />}
      {!Icon && <MessageSquare size={14} className="text-subtle" aria-hidden />}
    </span>
  );
}

function extraColumns(kind: ListKind): Column<RunRow>[] {
  const extra: Column<RunRow>[] = [
    { id: 'status', head: logs.columns.status, width: 96, isExtra: true, cell: (row) => <Status status={statusOf(row as unknown as Run)} /> },
    { id: 'id', head: logs.columns.id, width: 110, isExtra: true, cell: (row) => <span className="font-mono text-xs text-muted" title={row.id}>{row.id.slice(0, 8)}</span> },
  ];
  const model: Column<RunRow>[] = [
    { id: 'tokensIn', head: logs.columns.tokensIn, width: 84, align: 'right', isExtra: true, cell: (row) => <Tokens count={row.tokens?.prompt} /> },
    { id: 'tokensOut', head: logs.columns.tokensOut, width: 84, align: 'right', isExtra: true, cell: (row) => <Tokens count={row.tokens?.completion} /> },
    { id: 'firstToken', head: logs.columns.firstToken, width: 96, align: 'right', isExtra: true, cell: (row) => { const ms = firstTokenMs(row); return ms === undefined ? '–' : duration(ms); } },
  ];
  if (kind === 'trace') return extra.filter(({ id }) => id !== 'status');
  return kind === 'llm' ? [...model, ...extra] : extra;
}

function metadataColumn(key: string, pick: Picker): Column<RunRow> {
  const value = (row: RunRow): string => {
    const found = (row.metadata as Record<string, unknown> | null | undefined)?.[key];
    return found === undefined || found === null ? '' : typeof found === 'string' ? found : JSON.stringify(found);
  };
  return {
    id: `metadata.${key}`, head: key, width: 120, isExtra: true,
    cell: (row) => <span className="text-muted">{visible(value(row))}</span>,
    text: value,
    pick: { label: (row) => value(row).slice(0, 60) || null, run: (row) => pick({ id: 'metadata', params: { key, value: value(row) } }) },
  };
}

const FEW = 20;

/** The duration that 95 of 100 of these rows stay under, where that is well above the usual one: else none is slow. */
export function slowOf(rows: RunRow[]): number | undefined {
  const known = rows.map((row) => row.duration).filter((ms): ms is number => typeof ms === 'number').sort((one, other) => one - other);
  if (known.length < FEW) return undefined;
  const [usual = 0, long = 0] = [0.5, 0.95].map((share) => known[Math.floor(known.length * share)] ?? 0);
  return long > usual * 1.5 ? long : undefined;
}

/** The keys of metadata that these rows have, the frequent ones first. */
export function metadataKeys(rows: RunRow[], most = 20): string[] {
  const counts = new Map<string, number>();
  for (const row of rows) for (const key of Object.keys(row.metadata ?? {})) if (key !== 'enrichment' && key !== 'parentRunId') counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1] || one[0].localeCompare(other[0])).slice(0, most).map(([key]) => key);
}
