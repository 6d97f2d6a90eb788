// What a run says about itself beside its texts, as names and values to show. Pure.

import type { Run } from '@/api/runs';
import { first, isObject, type Obj, textOf } from '@/components/messages/json';
import type { RunStatus } from '@/components/ui/facts';

/** A run that has neither end nor error for a day will not have one any more. */
const GIVEN_UP_MS = 86_400_000;

export function statusOf(run: Pick<Run, 'status' | 'endedAt' | 'createdAt'>, now: number = Date.now()): RunStatus {
  if (run.status === 'success' || run.status === 'error') return run.status;
  if (run.endedAt) return 'success';
  return now - Date.parse(run.createdAt) > GIVEN_UP_MS ? 'unknown' : 'running';
}

/** Milliseconds until the first token, where an SDK said so. */
export function firstTokenMs(run: { params?: unknown; metadata?: unknown }): number | undefined {
  for (const place of [run.metadata, run.params]) {
    const value = isObject(place) ? first(place, 'timeToFirstToken', 'time_to_first_token', 'ttft', 'firstTokenMs', 'gen_ai.server.time_to_first_token') : undefined;
    if (typeof value === 'number' && value >= 0) return value;
  }
  return undefined;
}

const LABELS: Record<string, string> = {
  temperature: 'Temperature', maxtokens: 'Max tokens', maxcompletiontokens: 'Max completion tokens', topp: 'Top P', topk: 'Top K', audio: 'Audio', modalities: 'Modalities',
  logitbias: 'Logit bias', presencepenalty: 'Presence penalty', frequencypenalty: 'Frequency penalty', stop: 'Stop', stopsequences: 'Stop', seed: 'Seed', toolchoice: 'Tool choice',
  responseformat: 'Response format', stream: 'Stream', n: 'Answers', user: 'User', reasoningeffort: 'Reasoning effort', functioncall: 'Function call', paralleltoolcalls: 'Parallel tool calls',
};

export interface Param {
  name: string;
  label: string;
  value: string;
}

/** The parameters of a call without its tools, in the order in which they were sent. */
export function paramsOf(params: unknown): Param[] {
  if (!isObject(params)) return [];
  const skipped = new Set(['tools', 'functions']);
  return Object.entries(params)
    .filter(([name, value]) => !skipped.has(name) && value !== null && value !== undefined && value !== '')
    .map(([name, value]) => ({ name, label: LABELS[name.replace(/[_-]/g, '').toLowerCase()] ?? name, value: shortValue(value) }));
}

export function shortValue(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}

export interface Tool {
  name: string;
  description?: string;
  schema: unknown;
}

/** The tools that a model could call, from every provider's form. */
export function toolsOf(params: unknown): Tool[] {
  const list = isObject(params) ? first(params, 'tools', 'functions') : undefined;
  if (Array.isArray(list)) return list.filter(isObject).map((tool) => toolOf(tool));
  if (isObject(list)) return Object.entries(list).map(([name, tool]) => toolOf(isObject(tool) ? { name, ...tool } : { name }));
  return [];
}

function toolOf(tool: Obj): Tool {
  const inner = isObject(tool.function) ? tool.function : tool;
  return { name: textOf(inner.name) ?? textOf(tool.type) ?? 'tool', description: textOf(inner.description), schema: tool };
}

/** Metadata without what the server adds for itself. */
export function metadataOf(metadata: unknown): [string, unknown][] {
  if (!isObject(metadata)) return [];
  return Object.entries(metadata).filter(([name]) => name !== 'enrichment' && name !== 'parentRunId');
}

export function thumbOf(feedback: unknown): 'up' | 'down' | null {
  const thumb = isObject(feedback) ? feedback.thumb : undefined;
  return thumb === 'up' || thumb === 'down' ? thumb : null;
}

export function commentOf(feedback: unknown): string {
  return (isObject(feedback) ? textOf(feedback.comment) : undefined) ?? '';
}

/** What a project calls the person: the name where there is one. */
export function userName(run: Pick<Run, 'user'>): string {
  const props = run.user?.props as Record<string, unknown> | null | undefined;
  const name = [props?.name, props?.email].find((value) => typeof value === 'string' && value !== '');
  return (name as string | undefined) ?? run.user?.externalId ?? '';
}
