import { expect, test } from 'vitest';
import { contentOf, errorContent, wordsOf } from './parse';
import type { Message } from './types';

function messages(value: unknown): Message[] {
  const content = contentOf(value);
  if (content.kind !== 'messages') throw new Error(`${content.kind} is no list of messages`);
  return content.messages;
}

function roles(value: unknown): string[] {
  return messages(value).map(({ role }) => role);
}

test('what was not stored is said to be withheld, and nothing is nothing', () => {
  expect(contentOf('__NOT_INGESTED__')).toEqual({ kind: 'withheld' });
  expect(contentOf(null)).toEqual({ kind: 'nothing' });
  expect(contentOf('')).toEqual({ kind: 'nothing' });
});

test('texts, numbers and plain objects are not messages', () => {
  expect(contentOf('hello')).toEqual({ kind: 'text', text: 'hello' });
  expect(contentOf(42)).toEqual({ kind: 'text', text: '42' });
  expect(contentOf({ a: 1 })).toEqual({ kind: 'json', value: { a: 1 } });
  expect(contentOf('{"a":1}')).toEqual({ kind: 'json', value: { a: 1 } });
  expect(contentOf('{"a":')).toEqual({ kind: 'text', text: '{"a":' });
  expect(contentOf({ result: 'done' })).toEqual({ kind: 'text', text: 'done' });
  expect(contentOf([])).toEqual({ kind: 'json', value: [] });
});

test('messages of every provider have the same roles', () => {
  expect(roles([{ role: 'system', content: 'a' }, { role: 'user', content: 'b' }])).toEqual(['system', 'user']);
  expect(roles({ role: 'assistant', content: 'a', enrichments: [] })).toEqual(['assistant']);
  expect(roles([{ role: 'AIMessageChunk', text: 'a' }])).toEqual(['assistant']);
  expect(roles([[{ type: 'human', content: 'a' }, { type: 'ai', content: 'b' }]])).toEqual(['user', 'assistant']);
  expect(roles([{ lc: 1, id: ['langchain', 'schema', 'SystemMessage'], kwargs: { content: 'a' } }])).toEqual(['system']);
  expect(roles([{ role: 'model', parts: [{ text: 'a' }] }])).toEqual(['assistant']);
  expect(roles({ text: 'only a text' })).toEqual(['other']);
  expect(roles({ tool_calls: [] })).toEqual(['assistant']);
  expect(messages([{ role: 'critic', content: 'a' }])[0]).toMatchObject({ role: 'other', roleName: 'critic' });
});

test('tool calls look the same from OpenAI, Anthropic, Gemini, the Vercel SDK and LangChain', () => {
  const cases: unknown[] = [
    { role: 'assistant', content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'find', arguments: '{"q":1}' } }] },
    { role: 'assistant', content: [{ type: 'tool_use', id: 'c1', name: 'find', input: { q: 1 } }] },
    { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'c1', toolName: 'find', args: { q: 1 } }] },
    { type: 'ai', content: '', additional_kwargs: { tool_calls: [{ id: 'c1', function: { name: 'find', arguments: '{"q":1}' } }] } },
    { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'find', arguments: { q: 1 } }] },
    [{ type: 'function_call', call_id: 'c1', name: 'find', arguments: '{"q":1}' }],
  ];
  for (const value of cases) {
    const call = messages(value)[0]?.parts.find((part) => part.kind === 'call');
    expect(call, JSON.stringify(value)).toMatchObject({ call: { id: 'c1', name: 'find', args: { q: 1 } } });
  }
  const gemini = messages([{ role: 'model', parts: [{ functionCall: { name: 'find', args: { q: 1 } } }] }]);
  expect(gemini[0]?.parts[0]).toMatchObject({ kind: 'call', call: { name: 'find', args: { q: 1 } } });
});

test('arguments that are no JSON stay as they came', () => {
  const broken = messages({ role: 'assistant', tool_calls: [{ function: { name: 'find', arguments: '{"q":' } }] });
  expect(broken[0]?.parts[0]).toMatchObject({ call: { args: '{"q":' } });
});

test('answers of tools say which call they belong to', () => {
  expect(messages([{ role: 'tool', tool_call_id: 'c1', content: '{"ok":true}' }])[0]).toMatchObject({ callId: 'c1', parts: [{ kind: 'json', value: { ok: true } }] });
  const anthropic = messages([{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: [{ type: 'text', text: 'fine' }] }] }]);
  expect(anthropic[0]?.parts[0]).toEqual({ kind: 'answer', id: 'c1', name: undefined, value: 'fine' });
});

test('images and sound come from every form', () => {
  const part = (content: unknown) => messages([{ role: 'user', content: [content] }])[0]?.parts[0];
  expect(part({ type: 'image_url', image_url: { url: 'https://x.test/a.png' } })).toMatchObject({ media: 'image', src: 'https://x.test/a.png' });
  expect(part({ type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: 'QUJD' } })).toMatchObject({ src: 'data:image/jpeg;base64,QUJD' });
  expect(part({ inlineData: { mimeType: 'image/png', data: 'QUJD' } })).toMatchObject({ src: 'data:image/png;base64,QUJD' });
  expect(part({ type: 'input_audio', input_audio: { format: 'mp3', data: 'QUJD' } })).toMatchObject({ media: 'audio', src: 'data:audio/mpeg;base64,QUJD' });
  expect(part({ type: 'file', file: { filename: 'a.pdf' } })).toMatchObject({ media: 'file', name: 'a.pdf' });
  expect(part({ type: 'something new', x: 1 })).toEqual({ kind: 'json', value: { type: 'something new', x: 1 } });
});

test('thoughts and refusals are told apart from what was said', () => {
  const kinds = (value: unknown) => messages(value)[0]?.parts.map(({ kind }) => kind);
  expect(kinds({ role: 'assistant', content: [{ type: 'thinking', thinking: 'hm' }, { type: 'text', text: 'yes' }] })).toEqual(['thought', 'text']);
  expect(kinds({ role: 'assistant', reasoning_content: 'hm', content: 'yes' })).toEqual(['thought', 'text']);
  expect(kinds({ role: 'assistant', refusal: 'no' })).toEqual(['refusal']);
});

test('retrieved documents are cards', () => {
  const content = contentOf([{ id: 'd1', title: 'Returns', source: 'kb/returns.md', summary: 'Within 30 days', score: 0.9 }]);
  expect(content).toEqual({ kind: 'documents', documents: [{ title: 'Returns', source: 'kb/returns.md', text: 'Within 30 days', score: 0.9 }] });
  expect(contentOf([{ pageContent: 'a', metadata: { source: 's' } }])).toMatchObject({ kind: 'documents', documents: [{ source: 's', text: 'a' }] });
});

test('errors keep their message apart from their stack', () => {
  expect(errorContent({ message: 'no', stack: 'at x' })).toEqual({ kind: 'error', message: 'no', detail: 'at x' });
  expect(errorContent('no')).toEqual({ kind: 'error', message: 'no' });
  expect(errorContent({ code: 7, enrichments: [] })).toEqual({ kind: 'error', message: '{\n  "code": 7\n}' });
});

test('all words of a message can be searched', () => {
  const [message] = messages({ role: 'assistant', content: 'Looking', tool_calls: [{ function: { name: 'find', arguments: '{"city":"Paris"}' } }] });
  expect(wordsOf(message!)).toContain('Paris');
  expect(wordsOf(message!)).toContain('find');
});

test('no shape of JSON makes it throw', () => {
  const odd: unknown[] = [true, [null], [[]], [[null]], { role: 7, content: { a: 1 } }, { content: [null, 1, ['x'], { type: 7 }] }, { tool_calls: [null, 1] }, { audio: {} }, { messages: [null] }, { citations: [1], content: 'x' }, [{ type: 'reasoning' }], { role: 'user', parts: 'x', content: null }];
  for (const value of odd) expect(() => contentOf(value), JSON.stringify(value)).not.toThrow();
});
