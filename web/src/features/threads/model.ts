// A conversation out of its turns: retries under the turn that they try again, pauses between them, and what the runs below
// each turn came to. Pure.

import type { Run } from '@/api/runs';
import { contentOf } from '@/components/messages/parse';
import { count } from '@/lib/format';

export interface TreeNode {
  id: string;
  parentId?: string | null;
  type: string;
  name?: string | null;
  startMs: number;
  endMs?: number | null;
  status?: string | null;
  tokens?: number | null;
  cost?: number | null;
  error?: string | null;
}

/** What hangs below one try of a turn. */
export interface Below {
  runs: number;
  errors: number;
  /** Why the first of them failed. */
  error: string | null;
  tokens: number;
  cost: number;
  models: string[];
  /** Runs that hang on the turn itself: each is a trace. */
  traces: { id: string; name: string; isFailed: boolean }[];
}

export interface Turn {
  kind: 'turn';
  id: string;
  number: number;
  at: number;
  /** In the order in which they were made; the first is the turn, the others try it again. */
  tries: Run[];
}

export interface Note {
  kind: 'event';
  id: string;
  at: number;
  run: Run;
}

export interface Pause {
  kind: 'pause';
  id: string;
  ms: number;
}

export type Item = Turn | Note | Pause;

/** A longer silence is said. */
export const PAUSE_MS = 600_000;

const LONGEST_TOPIC = 80;

/** What a conversation is about: the first thing that somebody asked, as one line. */
export function topicOf(items: Item[]): string | undefined {
  const first = items.find((item) => item.kind === 'turn');
  const content = contentOf(first?.tries[0]?.input);
  const parts = content.kind === 'messages' ? content.messages.flatMap((message) => message.parts) : content.kind === 'text' ? [content] : [];
  const line = parts.map((part) => (part.kind === 'text' ? part.text.replace(/\s+/g, ' ').trim() : '')).find((text) => text !== '');
  const letters = [...(line ?? '')];
  return letters.length > LONGEST_TOPIC ? `${letters.slice(0, LONGEST_TOPIC).join('')}…` : line;
}

export function conversationOf(runs: Run[]): Item[] {
  const sorted = runs.toSorted((one, other) => one.createdAt.localeCompare(other.createdAt));
  const turns = new Map<string, Turn>();
  const items: (Turn | Note)[] = [];
  for (const run of sorted) {
    const at = Date.parse(run.createdAt);
    const first = run.siblingRunId ? turns.get(run.siblingRunId) : undefined;
    if (run.type === 'custom-event') {
      items.push({ kind: 'event', id: run.id, at, run });
    } else if (first) {
      first.tries.push(run);
      turns.set(run.id, first);
    } else {
      const turn: Turn = { kind: 'turn', id: run.id, number: turns.size === 0 ? 1 : numberOf(items) + 1, at, tries: [run] };
      turns.set(run.id, turn);
      items.push(turn);
    }
  }
  return withPauses(items);
}

function numberOf(items: (Turn | Note)[]): number {
  return items.filter((item) => item.kind === 'turn').length;
}

function withPauses(items: (Turn | Note)[]): Item[] {
  const out: Item[] = [];
  let reached = Number.POSITIVE_INFINITY;
  for (const item of items) {
    if (item.at - reached > PAUSE_MS) out.push({ kind: 'pause', id: `pause-${item.id}`, ms: item.at - reached });
    out.push(item);
    reached = item.kind === 'turn' ? Math.max(...item.tries.map((one) => Date.parse(one.endedAt ?? one.createdAt))) : item.at;
  }
  return out;
}

const NOTHING: Below = { runs: 0, errors: 0, error: null, tokens: 0, cost: 0, models: [], traces: [] };

/** A silence in words, no more exact than people are: `12 minutes`, `3 hours`, `2 days`. */
export function pauseWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 90) return count(minutes, 'minute', 'minutes');
  const hours = Math.round(minutes / 60);
  return hours < 48 ? count(hours, 'hour', 'hours') : count(Math.round(hours / 24), 'day', 'days');
}

/** What hangs below each try, by the id of the try. Parents stand before their children in `nodes`. */
export function belowOf(nodes: TreeNode[]): Map<string, Below> {
  const turnOf = new Map<string, string>();
  const below = new Map<string, Below>();
  for (const node of nodes) {
    if (node.type === 'thread' || node.type === 'custom-event') continue;
    if (node.type === 'chat') {
      turnOf.set(node.id, node.id);
      below.set(node.id, { ...NOTHING, models: [], traces: [] });
      continue;
    }
    const turn = node.parentId ? turnOf.get(node.parentId) : undefined;
    const sum = turn === undefined ? undefined : below.get(turn);
    if (turn === undefined || !sum) continue;
    turnOf.set(node.id, turn);
    add(sum, node);
    if (node.parentId === turn) sum.traces.push({ id: node.id, name: node.name || node.type, isFailed: node.status === 'error' });
  }
  return below;
}

function add(sum: Below, node: TreeNode): void {
  sum.runs += 1;
  if (node.status === 'error') {
    sum.errors += 1;
    sum.error ??= node.error ?? null;
  }
  // Other runs often repeat what their model calls used.
  if (node.type !== 'llm' && node.type !== 'embed') return;
  sum.tokens += node.tokens ?? 0;
  sum.cost += node.cost ?? 0;
  if (node.type === 'llm' && node.name && !sum.models.includes(node.name)) sum.models.push(node.name);
}

/** The try that is shown where nobody chose: the last. */
export function shownTry(turn: Turn, chosen: ReadonlyMap<string, number>): Run {
  return turn.tries[chosen.get(turn.id) ?? turn.tries.length - 1] ?? turn.tries[0]!;
}

/** The turn that holds a message or a try by this id. */
export function turnOf(items: Item[], id: string | undefined): Turn | undefined {
  return items.find((item): item is Turn => item.kind === 'turn' && item.tries.some((one) => one.id === id));
}

/** How long the answer of a try took, in milliseconds; `null` where there is none. */
export function answeredIn(run: Run): number | null {
  if (!run.endedAt || run.output === null || run.output === undefined) return null;
  return Date.parse(run.endedAt) - Date.parse(run.createdAt);
}
