// Turns any value into what people want to see: messages, documents, an error, JSON or text. The order of the decisions is
// that of Lunary's dashboard (spec ui-pages.md 4.6). Nothing here throws, whatever the value.

import { first, isObject, type Obj, opened, pretty, textOf } from './json';
import { audioOf, callOf, partsOf } from './parts';
import type { Content, Document, Message, Part, Role } from './types';

const WITHHELD = '__NOT_INGESTED__';

export function contentOf(raw: unknown): Content {
  if (raw === undefined || raw === null || raw === '') return { kind: 'nothing' };
  if (raw === WITHHELD) return { kind: 'withheld' };
  const value = unwrapped(opened(raw));
  if (value === WITHHELD) return { kind: 'withheld' };
  const messages = messagesOf(value);
  if (messages) return { kind: 'messages', messages };
  const documents = documentsOf(value);
  if (documents) return { kind: 'documents', documents };
  if (typeof value === 'string') return { kind: 'text', text: value };
  return typeof value === 'object' ? { kind: 'json', value } : { kind: 'text', text: String(value) };
}

/** An object whose only member is `result` is that member. */
function unwrapped(value: unknown): unknown {
  if (!isObject(value)) return value;
  const names = Object.keys(value).filter((name) => name !== 'enrichments');
  return names.length === 1 && names[0] === 'result' ? opened(value.result) : value;
}

/** What a run says about its failure. */
export function errorContent(error: unknown): Content {
  if (error === undefined || error === null) return { kind: 'nothing' };
  if (typeof error === 'string') return { kind: 'error', message: error };
  if (!isObject(error)) return { kind: 'error', message: pretty(error) };
  const message = textOf(first(error, 'message', 'error'));
  const stack = textOf(first(error, 'stack', 'stackTrace', 'stack_trace', 'stacktrace'));
  if (message === undefined) return { kind: 'error', message: pretty(withoutEnrichments(error)) };
  return { kind: 'error', message, detail: stack && stack !== message ? stack : undefined };
}

export function withoutEnrichments(value: unknown): unknown {
  if (!isObject(value) || !Array.isArray(value.enrichments) || value.enrichments.length > 0) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'enrichments'));
}

function messagesOf(value: unknown): Message[] | null {
  if (isObject(value)) {
    const list = first(value, 'messages');
    const isOnlyMessages = Object.keys(value).every((name) => ['messages', 'enrichments', 'system'].includes(name));
    if (Array.isArray(list) && isOnlyMessages) {
      const inner = messagesOf(list);
      const system = messageOf({ role: 'system', content: value.system });
      return inner && (value.system ? [system, ...inner] : inner);
    }
    return isMessage(value) ? [messageOf(value)] : null;
  }
  if (!Array.isArray(value) || value.length === 0) return null;
  // LangChain sends one list of messages a prompt.
  const list = value.length === 1 && Array.isArray(value[0]) ? value[0] : value;
  const isChat = list.length > 0 && list.every((one: unknown) => isMessage(one) || isItem(one)) && list.some((one: unknown) => isMessage(one) || isItem(one));
  return isChat ? list.map((one: unknown) => messageOf(one as Obj)) : null;
}

const CONTENT_TYPES = /^(human|ai|system|tool|function|developer|HumanMessage|AIMessage|SystemMessage|ToolMessage|FunctionMessage|ChatMessage)/;

function isMessage(value: unknown): boolean {
  if (!isObject(value)) return false;
  const inner = isObject(value.kwargs) ? value.kwargs : value;
  const { content, text, refusal, audio } = inner;
  const hasRole = typeof inner.role === 'string';
  if (hasRole && (content !== undefined || Array.isArray(inner.parts))) return true;
  if (typeof content === 'string' && ('pageContent' in value || 'page_content' in value || 'source' in value || 'score' in value)) return false;
  if ([content, text, refusal].some((one) => typeof one === 'string')) return !isDocument(value) || hasRole;
  if (Array.isArray(content) && content.length > 0) return true;
  return isObject(audio) || isObject(first(inner, 'functionCall', 'function_call')) || Array.isArray(first(inner, 'toolCalls', 'tool_calls'));
}

/** An item of OpenAI's Responses API that is no message but stands among them. */
function isItem(value: unknown): boolean {
  return isObject(value) && /^(function_call|function_call_output|reasoning|tool_use|tool_result)$/.test(textOf(value.type) ?? '');
}

const ROLES: Record<string, Role> = {
  assistant: 'assistant', ai: 'assistant', aimessage: 'assistant', aimessagechunk: 'assistant', model: 'assistant', chatbot: 'assistant', bot: 'assistant',
  user: 'user', human: 'user', humanmessage: 'user', humanmessagechunk: 'user',
  system: 'system', systemmessage: 'system', developer: 'system',
  tool: 'tool', function: 'tool', toolmessage: 'tool', functionmessage: 'tool',
  api: 'api', error: 'error',
};

function roleOf(value: Obj, outer: Obj): { role: Role; roleName?: string } {
  const named = textOf(value.role) ?? langchainRole(value, outer) ?? '';
  const role = ROLES[named.toLowerCase()];
  if (role) return role === 'system' && named.toLowerCase() === 'developer' ? { role, roleName: 'developer' } : { role };
  const type = textOf(value.type) ?? '';
  if (/^(function_call|reasoning|tool_use)$/.test(type)) return { role: 'assistant' };
  if (/^(function_call_output|tool_result)$/.test(type)) return { role: 'tool' };
  if (named !== '') return { role: 'other', roleName: named };
  const asks = first(value, 'toolCalls', 'tool_calls', 'functionCall', 'function_call', 'refusal');
  return { role: asks ? 'assistant' : 'other' };
}

function langchainRole(value: Obj, outer: Obj): string | undefined {
  const type = textOf(value.type) ?? '';
  if (CONTENT_TYPES.test(type)) return type;
  const path = Array.isArray(outer.id) ? textOf(outer.id.at(-1)) : undefined;
  return path && CONTENT_TYPES.test(path) ? path : undefined;
}

function messageOf(outer: Obj): Message {
  const value = isObject(outer.kwargs) ? outer.kwargs : outer;
  const { role, roleName } = roleOf(value, outer);
  const name = textOf(value.name);
  const callId = textOf(first(value, 'tool_call_id', 'toolCallId'));
  return { role, roleName, name, callId, parts: messageParts(value, role), citations: citationsOf(value) };
}

function messageParts(value: Obj, role: Role): Part[] {
  if (isItem(value)) return partsOf([value]);
  const body = first(value, 'content', 'parts', 'text');
  const parts = role === 'tool' ? toolParts(body) : partsOf(body);
  const thought = textOf(first(value, 'reasoning_content', 'reasoningContent', 'reasoning', 'thinking'));
  if (thought) parts.unshift({ kind: 'thought', text: thought });
  const refusal = textOf(value.refusal);
  if (refusal) parts.push({ kind: 'refusal', text: refusal });
  const audio = value.audio === undefined || value.audio === null ? undefined : audioOf(value.audio);
  if (audio) parts.push(audio);
  return [...parts, ...callsOf(value)];
}

/** What a tool said, as JSON where it is JSON. */
function toolParts(body: unknown): Part[] {
  const value = opened(body);
  return typeof value === 'object' && value !== null && typeof body === 'string' ? [{ kind: 'json', value }] : partsOf(body);
}

function callsOf(value: Obj): Part[] {
  const extra = isObject(first(value, 'additional_kwargs', 'additionalKwargs')) ? (first(value, 'additional_kwargs', 'additionalKwargs') as Obj) : {};
  const own = first(value, 'tool_calls', 'toolCalls');
  const list = Array.isArray(own) && own.length > 0 ? own : first(extra, 'tool_calls', 'toolCalls');
  const calls = Array.isArray(list) ? list.filter(isObject).map(callOf) : [];
  const single = first(value, 'function_call', 'functionCall') ?? first(extra, 'function_call', 'functionCall');
  if (isObject(single) && calls.length === 0) calls.push(callOf(single));
  return calls.map((call) => ({ kind: 'call', call }));
}

function citationsOf(value: Obj): string[] {
  const list = Array.isArray(value.citations) ? value.citations : [];
  return list.map((one) => textOf(one) ?? (isObject(one) ? (textOf(first(one, 'url', 'uri')) ?? '') : ''));
}

function isDocument(value: unknown): value is Obj {
  if (!isObject(value)) return false;
  if (typeof first(value, 'pageContent', 'page_content') === 'string') return true;
  const hasName = [value.title, value.id].some((one) => typeof one === 'string');
  return hasName && [value.source, value.summary].some((one) => typeof one === 'string');
}

function documentsOf(value: unknown): Document[] | null {
  const list = isObject(value) && Array.isArray(value.documents) && Object.keys(value).length === 1 ? value.documents : value;
  if (!Array.isArray(list) || list.length === 0 || !list.every(isDocument)) return null;
  return list.map((one, index) => {
    const metadata = isObject(one.metadata) ? one.metadata : {};
    const title = textOf(first(one, 'title', 'name')) ?? textOf(first(metadata, 'title', 'name')) ?? textOf(one.id) ?? `${index + 1}`;
    const score = first(one, 'score', 'relevance', 'similarity');
    return {
      title,
      source: textOf(first(one, 'source', 'url')) ?? textOf(first(metadata, 'source', 'url')),
      text: textOf(first(one, 'summary', 'pageContent', 'page_content', 'content', 'text')),
      score: typeof score === 'number' ? score : undefined,
    };
  });
}

/** All words of a message, for search and for the clipboard. */
export function wordsOf(message: Message): string {
  return message.parts.map(partWords).filter(Boolean).join('\n');
}

export function partWords(part: Part): string {
  switch (part.kind) {
    case 'text':
    case 'thought':
    case 'refusal':
      return part.text;
    case 'call':
      return `${part.call.name}\n${pretty(part.call.args)}`;
    case 'answer':
    case 'json':
      return pretty(part.value);
    case 'media':
      return [part.name, part.transcript].filter(Boolean).join('\n');
  }
}
