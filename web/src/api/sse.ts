// Reads a live stream (`text/event-stream`) with the session's token, which EventSource cannot send. Comes back by itself
// after 1, 2, 5, then every 15 seconds, and goes on from the last event that it saw. A hidden tab lets go after a minute.

import { fetchRaw } from './client';
import { asApiError } from './error';

export interface StreamEvent {
  id?: string;
  event: string;
  data: string;
}

export type StreamState = 'connecting' | 'open' | 'waiting' | 'paused' | 'ended';

export interface StreamOptions {
  path: string;
  /** Raw, as in `fetchRaw`. */
  query: string;
  onEvent: (event: StreamEvent) => void;
  onState?: (state: StreamState, reason?: string) => void;
}

const BACKOFF_MS = [1000, 2000, 5000, 15_000];
const HIDDEN_MS = 60_000;

/** Cuts a text that arrives in pieces into events; keeps what is not whole yet. */
export class EventParser {
  private rest = '';

  push(piece: string): StreamEvent[] {
    this.rest += piece;
    const blocks = this.rest.split(/\r\n\r\n|\n\n|\r\r/);
    this.rest = blocks.pop() ?? '';
    return blocks.map(parseBlock).filter((event) => event !== null);
  }
}

function parseBlock(block: string): StreamEvent | null {
  const event: StreamEvent = { event: 'message', data: '' };
  const data: string[] = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const at = line.indexOf(':');
    if (at === 0) continue;
    const name = at < 0 ? line : line.slice(0, at);
    const value = at < 0 ? '' : line.slice(at + 1).replace(/^ /, '');
    if (name === 'data') data.push(value);
    else if (name === 'event') event.event = value;
    else if (name === 'id') event.id = value;
  }
  event.data = data.join('\n');
  return data.length > 0 || event.event !== 'message' ? event : null;
}

/** Opens the stream; the answer closes it for good. */
export function openStream(options: StreamOptions): () => void {
  const stream = new Stream(options);
  stream.start();
  return () => stream.close();
}

class Stream {
  private abort: AbortController | null = null;
  private lastId: string | undefined;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isClosed = false;

  constructor(private readonly options: StreamOptions) {}

  start(): void {
    document.addEventListener('visibilitychange', this.onVisibility);
    void this.connect();
  }

  close(): void {
    this.isClosed = true;
    document.removeEventListener('visibilitychange', this.onVisibility);
    this.stop();
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.abort?.abort();
    this.abort = null;
  }

  private readonly onVisibility = (): void => {
    clearTimeout(this.timer);
    if (document.hidden) {
      this.timer = setTimeout(() => {
        this.stop();
        this.options.onState?.('paused');
      }, HIDDEN_MS);
    } else if (this.abort === null) {
      this.failures = 0;
      void this.connect();
    }
  };

  private async connect(): Promise<void> {
    const abort = new AbortController();
    this.abort = abort;
    this.options.onState?.('connecting');
    try {
      await this.read(abort.signal);
      if (!abort.signal.aborted) this.later();
    } catch (thrown) {
      if (abort.signal.aborted) return;
      const error = asApiError(thrown);
      if (error.isPassing) this.later(error.message);
      else this.end(error.message);
    }
  }

  private async read(signal: AbortSignal): Promise<void> {
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (this.lastId !== undefined) headers['last-event-id'] = this.lastId;
    const response = await fetchRaw(this.options.path, this.options.query, { headers, signal, cache: 'no-store' });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    if (!reader) return;
    this.failures = 0;
    this.options.onState?.('open');
    const parser = new EventParser();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || signal.aborted) return;
      for (const event of parser.push(value)) this.take(event);
    }
  }

  private take(event: StreamEvent): void {
    if (event.id !== undefined) this.lastId = event.id;
    this.options.onEvent(event);
    if (event.event === 'end' && event.data.includes('"access"')) this.end(event.data);
  }

  /** The server will not let us in again. */
  private end(reason: string): void {
    this.close();
    this.options.onState?.('ended', reason);
  }

  private later(reason?: string): void {
    if (this.isClosed) return;
    this.abort = null;
    const wait = BACKOFF_MS[Math.min(this.failures, BACKOFF_MS.length - 1)] ?? 15_000;
    this.failures += 1;
    this.options.onState?.('waiting', reason);
    this.timer = setTimeout(() => void this.connect(), wait);
  }
}
