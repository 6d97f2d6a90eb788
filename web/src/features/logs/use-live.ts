import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { RunRow } from '@/api/runs';
import { openStream, type StreamEvent, type StreamState } from '@/api/sse';
import { type LiveEvent, type LiveState, QUIET, released, taken, trimmed } from './live';

const EVERY_MS = 250;
/** With more, the list is asked for anew instead of growing for ever. */
const MOST = 2000;

interface Options {
  isOn: boolean;
  /** Raw, as for the list. */
  query: string;
  /** The ids of the list. */
  known: ReadonlySet<string>;
  /** Somebody reads: nothing may move. */
  isHolding: boolean;
  /** The list has to be asked for anew. */
  onGap: () => void;
}

export interface Live {
  state: LiveState;
  connection: StreamState;
  release: () => void;
}

/** Follows the list by stream, and shows what came at most four times a second. */
export function useLive(options: Options): Live {
  const { isOn, query, known, isHolding } = options;
  const key = isOn ? query : null;
  const [kept, setKept] = useState({ key, state: QUIET });
  const [connection, setConnection] = useState<StreamState>('connecting');
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    if (key === null) return undefined;
    const batch = batched((events) => {
      const { known, isHolding } = latest.current;
      setKept((now) => ({ key, state: taken(trimmed(now.key === key ? now.state : QUIET, known), events, known, isHolding) }));
    });
    const onEvent = (event: StreamEvent): void => {
      if (event.event === 'gap') latest.current.onGap();
      const read = readEvent(event);
      if (read) batch.push(read);
    };
    const close = openStream({ path: '/v1/runs/stream', query: `${key}&keys=raw&fields=preview`, onEvent, onState: setConnection });
    return () => {
      close();
      batch.stop();
    };
  }, [key]);
  // Another list begins with nothing, and whoever is back at the top sees what was held.
  if (kept.key !== key) setKept({ key, state: QUIET });
  else if (!isHolding && kept.state.held.length > 0) setKept({ key, state: released(kept.state) });
  const state = useMemo(() => trimmed(kept.state, known), [kept.state, known]);
  const size = state.rows.length + state.held.length;
  useEffect(() => {
    if (size > MOST) latest.current.onGap();
  }, [size]);
  const release = useCallback(() => setKept((now) => ({ ...now, state: released(now.state) })), []);
  return useMemo(() => ({ state, connection, release }), [state, connection, release]);
}

export function readEvent({ event, data }: StreamEvent): LiveEvent | null {
  if (event !== 'run' && event !== 'patch') return null;
  try {
    const value = JSON.parse(data) as RunRow;
    if (typeof value !== 'object' || value === null || typeof value.id !== 'string') return null;
    if (event === 'run') return typeof value.createdAt === 'string' ? { kind: 'run', row: value } : null;
    return { kind: 'patch', id: value.id, changes: value };
  } catch {
    return null;
  }
}

/** Collects, and hands over in the frame after the wait. */
function batched(apply: (events: LiveEvent[]) => void): { push: (event: LiveEvent) => void; stop: () => void } {
  let events: LiveEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  let last = 0;
  const flush = (): void => {
    timer = undefined;
    frame = requestAnimationFrame(() => {
      last = performance.now();
      const all = events;
      events = [];
      apply(all);
    });
  };
  return {
    push: (event) => {
      events.push(event);
      if (events.length === 1) timer = setTimeout(flush, Math.max(0, EVERY_MS - (performance.now() - last)));
    },
    stop: () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    },
  };
}
