// Filters typed into the search box: `model:gpt-4.1 cost:>0.01 tag:"night batch"` become chips, the rest is searched for.

import type { Check } from '@/lib/filters';
import type { ListKind } from './view';

export interface Typed {
  /** What is left to search for. */
  text: string;
  checks: Check[];
  /** Names of end users, whose numbers the server has to be asked for. */
  users: string[];
}

type Maker = (value: string) => Check | null;

const OPERATORS: Record<string, string> = { '>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte', '=': 'eq', '!=': 'neq' };
/** In the unit of the check. */
const UNITS: Record<string, number> = { ms: 0.001, s: 1, m: 60, min: 60, h: 3600, k: 1000, $: 1, '': 1 };

function multi(id: string, param = id): Maker {
  return (value) => ({ id, params: { [param]: value.split(',').filter(Boolean) } });
}

function number(id: string, extra: Check['params'] = {}): Maker {
  return (value) => {
    const match = /^(>=|<=|!=|>|<|=)?\s*\$?(\d+(?:\.\d+)?|\.\d+)\s*(ms|min|s|m|h|k)?$/i.exec(value);
    if (!match) return null;
    const size = Number(match[2]) * (UNITS[(match[3] ?? '').toLowerCase()] ?? 1);
    return { id, params: { ...extra, operator: OPERATORS[match[1] ?? '>'] ?? 'gt', [id]: Number(size.toPrecision(12)) } };
  };
}

const STATUS: Record<string, string> = { error: 'error', failed: 'error', fail: 'error', err: 'error', success: 'success', ok: 'success' };
const THUMB: Record<string, string> = { up: '{"thumb":"up"}', down: '{"thumb":"down"}', none: '{"thumb":null}' };

const MAKERS: Record<string, Maker> = {
  model: multi('models'),
  tag: multi('tags'),
  status: (value) => (STATUS[value.toLowerCase()] ? { id: 'status', params: { status: STATUS[value.toLowerCase()] } } : null),
  feedback: (value) => (THUMB[value.toLowerCase()] ? { id: 'feedback', params: { types: [THUMB[value.toLowerCase()]!] } } : null),
  cost: number('cost'),
  duration: number('duration'),
  tokens: number('tokens', { field: 'total' }),
  tool: (value) => ({ id: 'tools', params: { toolName: value } }),
  retriever: (value) => ({ id: 'retrievers', params: { retrieverName: value } }),
};

/** Words that no list of this kind understands. */
const ELSEWHERE: Record<ListKind, string[]> = { llm: ['tool', 'retriever'], tool: ['model', 'cost', 'tokens', 'retriever'], retriever: ['model', 'cost', 'tokens', 'tool'], trace: ['model', 'cost', 'tokens', 'tool', 'retriever'], thread: ['model', 'cost', 'tokens', 'tool', 'retriever', 'status', 'duration'] };

const TOKEN = /(^|\s)([a-z]+(?:\.[\w.-]+)?):("[^"]*"|[^\s"]\S*)(?=\s|$)/gi;

/** Takes the filters out of what was typed. What looks like one and is none stays text. */
export function takeTyped(text: string, kind: ListKind): Typed {
  const checks: Check[] = [];
  const users: string[] = [];
  const rest = text.replace(TOKEN, (all, space: string, name: string, raw: string) => {
    const value = raw.replace(/^"(.*)"$/, '$1');
    const word = name.toLowerCase();
    if (value === '') return all;
    if (word === 'user') {
      users.push(value);
      return space;
    }
    const check = word.startsWith('metadata.') ? metadata(name.slice('metadata.'.length), value) : ELSEWHERE[kind].includes(word) ? null : (MAKERS[word]?.(value) ?? null);
    if (!check) return all;
    checks.push(check);
    return space;
  });
  return { text: rest.replace(/\s+/g, ' ').trim(), checks, users };
}

function metadata(key: string, value: string): Check | null {
  return key === '' ? null : { id: 'metadata', params: { key, value } };
}
