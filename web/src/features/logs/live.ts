// Rows that come by stream, and how they get into the list. Pure, so that order and memory can be tested.

import type { Histogram, RunRow } from '@/api/runs';

export type LiveEvent = { kind: 'run'; row: RunRow } | { kind: 'patch'; id: string; changes: Partial<RunRow> };

export interface LiveState {
  /** Shown, newest first. */
  rows: RunRow[];
  /** Not shown yet, because somebody reads: newest first. */
  held: RunRow[];
  /** What changed about rows that the list has. */
  changes: ReadonlyMap<string, Partial<RunRow>>;
  /** Shown just now. */
  fresh: ReadonlySet<string>;
}

export const QUIET: LiveState = { rows: [], held: [], changes: new Map(), fresh: new Set() };

function byTime(one: RunRow, other: RunRow): number {
  return other.createdAt.localeCompare(one.createdAt);
}

/** Takes in what came. `known` are the rows of the list; those keep their place, whatever comes about them. */
export function taken(state: LiveState, events: LiveEvent[], known: ReadonlySet<string>, isHolding: boolean): LiveState {
  const changes = new Map(state.changes);
  const rows = new Map(state.rows.map((row) => [row.id, row]));
  const held = new Map(state.held.map((row) => [row.id, row]));
  const fresh = new Set<string>();
  for (const event of events) {
    const id = event.kind === 'run' ? event.row.id : event.id;
    const news = event.kind === 'run' ? event.row : event.changes;
    const place = rows.has(id) ? rows : held.has(id) ? held : null;
    if (place) place.set(id, { ...place.get(id)!, ...news });
    else if (known.has(id)) changes.set(id, { ...changes.get(id), ...news });
    else if (event.kind === 'run') {
      (isHolding ? held : rows).set(id, event.row);
      if (!isHolding) fresh.add(id);
    }
  }
  return { rows: [...rows.values()].sort(byTime), held: [...held.values()].sort(byTime), changes, fresh };
}

/** Shows what was held. */
export function released(state: LiveState): LiveState {
  if (state.held.length === 0) return state;
  return { ...state, rows: [...state.held, ...state.rows].sort(byTime), held: [], fresh: new Set(state.held.map(({ id }) => id)) };
}

/** Forgets the rows that the list has got meanwhile. */
export function trimmed(state: LiveState, known: ReadonlySet<string>): LiveState {
  const rows = state.rows.filter(({ id }) => !known.has(id));
  const held = state.held.filter(({ id }) => !known.has(id));
  return rows.length === state.rows.length && held.length === state.held.length ? state : { ...state, rows, held };
}

/** The list with what came by stream, in the order of time. */
export function merged(listed: RunRow[], { rows, changes }: LiveState): RunRow[] {
  const patched = changes.size === 0 ? listed : listed.map((row) => (changes.has(row.id) ? { ...row, ...changes.get(row.id) } : row));
  if (rows.length === 0) return patched;
  const ids = new Set(patched.map(({ id }) => id));
  const out: RunRow[] = [];
  let at = 0;
  for (const row of rows) {
    if (ids.has(row.id)) continue;
    while (at < patched.length && patched[at]!.createdAt > row.createdAt) out.push(patched[at++]!);
    out.push(row);
  }
  return [...out, ...patched.slice(at)];
}

/** The volume with what came by stream since it was asked for: that is in the last bar. */
export function withLive(volume: Histogram | undefined, rows: { createdAt: string; status?: string | null }[]): Histogram | undefined {
  const last = volume?.data.at(-1);
  const since = rows.filter(({ createdAt }) => volume && createdAt >= volume.to);
  if (!volume || !last || since.length === 0) return volume;
  const errors = since.filter(({ status }) => status === 'error').length;
  return { ...volume, data: volume.data.with(volume.data.length - 1, { ...last, count: last.count + since.length, errors: last.errors + errors }) };
}
