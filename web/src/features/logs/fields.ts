// What can be filtered by, in people's words: the names, the operators, and where values come from.

import type { Check } from '@/lib/filters';
import { duration, integer, money } from '@/lib/format';
import { logs } from '@/texts/logs';
import type { ListKind } from './view';

/** Whose keys a pair has: those of runs, or those of what is known of end users. */
export type PairSource = 'metadata' | 'user-props';

export type Editor =
  /** Several values out of those that there are. */
  | { kind: 'values'; param: string; facet: string; allowsOther?: boolean }
  /** One of a fixed few, or several. */
  | { kind: 'choice'; param: string; items: { value: string; label: string }[]; isMulti?: boolean }
  | { kind: 'number'; param: string; unit: string; step: number }
  | { kind: 'words'; param: string }
  /** A key, and a value for it. */
  | { kind: 'pair'; source: PairSource };

export interface FieldKind {
  id: string;
  label: string;
  editor: Editor;
  /** Lists that offer it; all when left out. */
  kinds?: ListKind[];
  /** What it asks at first. */
  start: Check['params'];
}

const THUMBS = [
  { value: '{"thumb":"up"}', label: logs.thumbUp },
  { value: '{"thumb":"down"}', label: logs.thumbDown },
  { value: '{"thumb":null}', label: logs.noThumb },
];

const STATUSES = [
  { value: 'success', label: logs.succeeded },
  { value: 'error', label: logs.failed },
];

/** In the order of the menu. */
export const FIELDS: FieldKind[] = [
  { id: 'status', label: logs.fields.status, editor: { kind: 'choice', param: 'status', items: STATUSES }, kinds: ['llm', 'tool', 'retriever', 'trace'], start: { status: 'error' } },
  { id: 'models', label: logs.fields.model, editor: { kind: 'values', param: 'models', facet: 'models', allowsOther: true }, kinds: ['llm'], start: {} },
  { id: 'tools', label: logs.fields.tool, editor: { kind: 'words', param: 'toolName' }, kinds: ['tool'], start: {} },
  { id: 'retrievers', label: logs.fields.retriever, editor: { kind: 'words', param: 'retrieverName' }, kinds: ['retriever'], start: {} },
  { id: 'users', label: logs.fields.user, editor: { kind: 'values', param: 'users', facet: 'users' }, start: {} },
  { id: 'tags', label: logs.fields.tag, editor: { kind: 'values', param: 'tags', facet: 'tags', allowsOther: true }, start: {} },
  { id: 'duration', label: logs.fields.duration, editor: { kind: 'number', param: 'duration', unit: 's', step: 0.5 }, kinds: ['llm', 'tool', 'retriever', 'trace'], start: { operator: 'gt' } },
  { id: 'messages', label: logs.fields.messages, editor: { kind: 'number', param: 'messages', unit: '', step: 1 }, kinds: ['thread'], start: { operator: 'gt' } },
  { id: 'cost', label: logs.fields.cost, editor: { kind: 'number', param: 'cost', unit: '$', step: 0.01 }, kinds: ['llm'], start: { operator: 'gt' } },
  { id: 'tokens', label: logs.fields.tokens, editor: { kind: 'number', param: 'tokens', unit: '', step: 100 }, kinds: ['llm'], start: { field: 'total', operator: 'gt' } },
  { id: 'feedback', label: logs.fields.feedback, editor: { kind: 'choice', param: 'types', items: THUMBS, isMulti: true }, start: {} },
  { id: 'metadata', label: logs.fields.metadata, editor: { kind: 'pair', source: 'metadata' }, start: {} },
  { id: 'user-props', label: logs.fields.userProperty, editor: { kind: 'pair', source: 'user-props' }, start: {} },
  { id: 'regex', label: logs.fields.regex, editor: { kind: 'words', param: 'regex' }, kinds: ['llm', 'tool', 'retriever'], start: { field: 'output', type: 'contains' } },
];

export function fieldsOf(kind: ListKind): FieldKind[] {
  return FIELDS.filter(({ kinds }) => kinds === undefined || kinds.includes(kind));
}

export function fieldOf(id: string): FieldKind | undefined {
  return FIELDS.find((field) => field.id === id);
}

export const SIGNS: Record<string, string> = { gt: '>', gte: '≥', lt: '<', lte: '≤', eq: '=', neq: '≠' };

export interface ChipText {
  field: string;
  operator: string;
  value: string;
}

/** A check in words; also one that this page has no menu for, as links may hold any. `labels` name values by their ids. */
export function chipText(check: Check, labels: Record<string, string> = {}): ChipText {
  const field = fieldOf(check.id);
  const name = field?.label ?? (check.id === 'date' ? logs.fields.date : check.id);
  if (check.id === 'metadata' || check.id === 'user-props') return pairText(name, check);
  if (check.id === 'date') return { field: name, operator: String(check.params.operator).startsWith('g') ? logs.after : logs.before, value: new Date(String(check.params.date)).toLocaleString() };
  if (field?.editor.kind === 'number') return { field: name, operator: SIGNS[String(check.params.operator ?? 'lt')] ?? '<', value: numberText(check.id, check.params[field.editor.param]) };
  if (field?.editor.kind === 'words') return { field: name, operator: check.params.type === 'not_contains' ? logs.containsNot : logs.contains, value: String(check.params[field.editor.param] ?? '…') };
  const values = Object.values(check.params).flat().filter((value) => value !== undefined).map(String);
  return { field: name, operator: values.length > 1 ? logs.isAnyOf : logs.is, value: valuesText(values.map((value) => labels[value] ?? choiceLabel(field, value))) };
}

function choiceLabel(field: FieldKind | undefined, value: string): string {
  const items = field?.editor.kind === 'choice' ? field.editor.items : [];
  return items.find((item) => item.value === value)?.label ?? value;
}

function valuesText(values: string[]): string {
  if (values.length === 0) return '…';
  return values.length > 3 ? logs.several(values.length) : values.join(', ');
}

function pairText(field: string, { params }: Check): ChipText {
  const key = String(params.key ?? '…');
  return params.value === undefined ? { field, operator: logs.has, value: key } : { field, operator: key, value: `= ${String(params.value)}` };
}

function numberText(id: string, value: unknown): string {
  if (typeof value !== 'number') return '…';
  if (id === 'duration') return value === 0 ? '0 s' : duration(value * 1000);
  if (id === 'cost') return value === 0 ? '$0' : money(value);
  return integer(value);
}

/** Whether it asks anything: a chip that somebody has just added does not yet. */
export function isComplete(check: Check): boolean {
  const field = fieldOf(check.id);
  if (!field) return true;
  if (field.editor.kind === 'pair') return typeof check.params.key === 'string' && check.params.key !== '';
  const value = check.params[field.editor.param];
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '';
}
