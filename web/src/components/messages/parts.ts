// The pieces of a message, in the words of every provider and SDK that we know of.

import { first, isObject, type Obj, opened, textOf } from './json';
import type { Part, ToolCall } from './types';

/** What stands in `content`: a text, a list of pieces, or anything else. */
export function partsOf(content: unknown): Part[] {
  if (content === undefined || content === null || content === '') return [];
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  if (Array.isArray(content)) return content.flatMap(partOf);
  return isObject(content) ? partOf(content) : [{ kind: 'json', value: content }];
}

type Reader = (part: Obj) => Part | undefined;

/** The first of these that understands a piece wins. */
const READERS: Reader[] = [thought, media, call, answer, refusal, text];

function partOf(part: unknown): Part[] {
  if (typeof part === 'string') return [{ kind: 'text', text: part }];
  if (!isObject(part)) return part === null || part === undefined ? [] : [{ kind: 'json', value: part }];
  for (const read of READERS) {
    const found = read(part);
    if (found) return [found];
  }
  return [{ kind: 'json', value: part }];
}

function text(part: Obj): Part | undefined {
  const value = first(part, 'text', 'output_text', 'input_text', 'content');
  if (typeof value === 'string') return { kind: 'text', text: value };
  // The text of OpenAI's assistants: {text: {value}}.
  const inner = isObject(value) ? textOf(value.value) : undefined;
  return inner === undefined ? undefined : { kind: 'text', text: inner };
}

function refusal(part: Obj): Part | undefined {
  const value = textOf(part.refusal);
  return value ? { kind: 'refusal', text: value } : undefined;
}

function thought(part: Obj): Part | undefined {
  const type = textOf(part.type) ?? '';
  if (!/^(thinking|reasoning|redacted_thinking|thought)$/.test(type) && part.thought !== true) return undefined;
  const summary = Array.isArray(part.summary) ? part.summary.map((one) => (isObject(one) ? (textOf(one.text) ?? '') : String(one))).join('\n\n') : undefined;
  const said = textOf(first(part, 'thinking', 'reasoning', 'text', 'content')) ?? summary;
  return said ? { kind: 'thought', text: said } : { kind: 'thought', text: '…' };
}

function call(part: Obj): Part | undefined {
  const inner = first(part, 'functionCall', 'function_call');
  const type = textOf(part.type) ?? '';
  if (isObject(inner)) return { kind: 'call', call: callOf(inner) };
  if (!/^(tool_use|tool_call|tool-call|function_call|server_tool_use|tool-invocation)$/.test(type)) return undefined;
  return { kind: 'call', call: callOf(part) };
}

function answer(part: Obj): Part | undefined {
  const inner = first(part, 'functionResponse', 'function_response');
  if (isObject(inner)) return { kind: 'answer', name: textOf(inner.name), value: opened(first(inner, 'response', 'output')) };
  const type = textOf(part.type) ?? '';
  if (!/^(tool_result|tool-result|tool_call_response|function_call_output|web_search_tool_result)$/.test(type)) return undefined;
  const value = first(part, 'content', 'result', 'output', 'response');
  return { kind: 'answer', id: idOf(part), name: textOf(first(part, 'name', 'toolName')), value: plain(value) };
}

/** The text of an answer that is a list of one text. */
function plain(value: unknown): unknown {
  const parts = Array.isArray(value) ? partsOf(value) : [];
  const texts = parts.filter((part) => part.kind === 'text');
  return opened(texts.length > 0 && texts.length === parts.length ? texts.map((part) => part.text).join('\n') : value);
}

function idOf(value: Obj): string | undefined {
  return textOf(first(value, 'tool_call_id', 'toolCallId', 'tool_use_id', 'toolUseId', 'call_id', 'callId', 'id'));
}

/** A call in OpenAI's form `{id, function: {name, arguments}}` and in all others `{id, name, input}`. */
export function callOf(value: Obj): ToolCall {
  const inner = isObject(value.function) ? value.function : value;
  const name = textOf(first(inner, 'name', 'toolName', 'tool_name')) ?? 'function';
  const id = textOf(first(value, 'id', 'call_id', 'callId', 'tool_call_id', 'toolCallId'));
  return { id, name, args: opened(first(inner, 'arguments', 'args', 'input', 'parameters') ?? {}) };
}

function media(part: Obj): Part | undefined {
  const type = textOf(part.type) ?? '';
  const inline = first(part, 'inlineData', 'inline_data');
  if (isObject(inline)) return fromData(textOf(first(inline, 'mimeType', 'mime_type')), textOf(inline.data));
  const image = imageSource(part, type);
  if (image) return { kind: 'media', media: 'image', src: image };
  if (type === 'input_audio' || type === 'audio' || isObject(part.input_audio)) return audioOf(first(part, 'input_audio', 'audio', 'source') ?? part);
  if (/^(file|document|input_file)$/.test(type)) return fileOf(part);
  return undefined;
}

function imageSource(part: Obj, type: string): string | undefined {
  const link = first(part, 'image_url', 'imageUrl');
  if (typeof link === 'string') return link;
  if (isObject(link)) return textOf(link.url);
  if (!/^(image|input_image|image_url)$/.test(type)) return undefined;
  const source = first(part, 'source', 'image', 'data', 'url', 'content');
  const mime = textOf(first(part, 'mimeType', 'mime_type', 'mediaType', 'media_type'));
  if (isObject(source)) return textOf(source.url) ?? dataUrl(textOf(first(source, 'media_type', 'mediaType')) ?? mime ?? 'image/png', textOf(source.data));
  const value = textOf(source);
  return value && /^[\w+-]+:|^\/\//.test(value) ? value : dataUrl(mime ?? 'image/png', value);
}

export function audioOf(value: unknown): Part | undefined {
  if (typeof value === 'string') return { kind: 'media', media: 'audio', src: value };
  if (!isObject(value)) return undefined;
  const format = textOf(first(value, 'format', 'media_type', 'mimeType')) ?? 'wav';
  const mime = format.includes('/') ? format : `audio/${format === 'mp3' ? 'mpeg' : format}`;
  const src = textOf(value.url) ?? dataUrl(mime, textOf(value.data)) ?? '';
  return { kind: 'media', media: 'audio', src, transcript: textOf(value.transcript) };
}

function fileOf(part: Obj): Part {
  const inner = isObject(part.file) ? part.file : isObject(part.source) ? part.source : part;
  const name = textOf(first(inner, 'filename', 'name', 'title', 'file_id')) ?? textOf(first(part, 'filename', 'title', 'name'));
  return { kind: 'media', media: 'file', src: textOf(first(inner, 'url', 'file_data', 'data')) ?? '', name };
}

function fromData(mime = 'application/octet-stream', data?: string): Part {
  const media = mime.startsWith('image/') ? 'image' : mime.startsWith('audio/') ? 'audio' : 'file';
  return { kind: 'media', media, src: dataUrl(mime, data) ?? '', name: mime };
}

function dataUrl(mime: string, data: string | undefined): string | undefined {
  return data === undefined ? undefined : data.startsWith('data:') ? data : `data:${mime};base64,${data}`;
}
