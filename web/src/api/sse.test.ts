import { expect, test } from 'vitest';
import { EventParser, type StreamEvent } from './sse';

const TEXT = 'retry: 2000\n\nid: 7\nevent: run\ndata: {"a":1}\n\n: ping\n\nevent: ping\n\ndata: two\ndata: lines\r\n\r\n';
const EVENTS: StreamEvent[] = [
  { id: '7', event: 'run', data: '{"a":1}' },
  { event: 'ping', data: '' },
  { event: 'message', data: 'two\nlines' },
];

test('events are the same however the text was cut on its way', () => {
  for (let size = 1; size <= TEXT.length; size += 1) {
    const parser = new EventParser();
    const events: StreamEvent[] = [];
    for (let at = 0; at < TEXT.length; at += size) events.push(...parser.push(TEXT.slice(at, at + size)));
    expect(events, `pieces of ${size}`).toEqual(EVENTS);
  }
});

test('half an event waits for its end', () => {
  const parser = new EventParser();
  expect(parser.push('event: run\ndata: 1\n')).toEqual([]);
  expect(parser.push('\n')).toEqual([{ event: 'run', data: '1' }]);
});
