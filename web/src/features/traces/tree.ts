// A trace as a tree: what the server's flat list of spans says, with what follows from it. Pure; fit for 50,000 spans, so
// nothing here recurses.

import type { components } from '@/api/schema';
import { type Kind, kindOf } from '@/components/ui/kind';
import type { RunStatus } from '@/components/ui/facts';

/** A span as `GET /v1/runs/{id}/tree` has it. Times are milliseconds from the start of the first one. */
export type TreeNode = components['schemas']['TreeNode'];

/** Sums over a span and all below it. Tokens and cost are those of model calls: other spans often repeat them. */
export interface Totals {
  spans: number;
  errors: number;
  tokens: number;
  cost: number;
}

export interface Span {
  id: string;
  /** Its place in `Trace.spans`. */
  index: number;
  parent: Span | null;
  children: Span[];
  depth: number;
  type: string;
  kind: Kind;
  /** Its name, or its type where it has none. */
  name: string;
  start: number;
  /** Of an open one: as far as anything is known. */
  end: number;
  isOpen: boolean;
  status: RunStatus | null;
  tokens: number | null;
  cost: number | null;
  error: string | null;
  totals: Totals;
  /** Milliseconds during which nothing below it ran. */
  selfMs: number;
}

export interface Trace {
  root: Span;
  /** In the order of the tree with everything open: a parent stands before all below it. */
  spans: Span[];
  byId: Map<string, Span>;
  /** The earliest start and the latest end. */
  from: number;
  to: number;
  depth: number;
}

/**
 * Builds the tree. `nowMs` is the present on the trace's own clock: open spans last until then. Without it, which is right
 * for what nobody will end any more, they last until the latest time that anything below the root has.
 */
export function buildTrace(nodes: TreeNode[], nowMs?: number): Trace | null {
  const known = nodes.reduce((latest, node) => Math.max(latest, node.startMs, node.endMs ?? node.startMs), Number.NEGATIVE_INFINITY);
  const horizon = Math.max(known, nowMs ?? known);
  const byId = new Map<string, Span>();
  let root: Span | null = null;
  for (const node of nodes) {
    if (byId.has(node.id)) continue;
    const parent = node.parentId ? (byId.get(node.parentId) ?? root) : root;
    const span = spanOf(node, parent, nowMs === undefined ? known : horizon);
    byId.set(span.id, span);
    root ??= span;
    parent?.children.push(span);
  }
  if (!root) return null;
  const spans = inOrder(root);
  sumUp(spans);
  const from = spans.reduce((least, span) => Math.min(least, span.start), root.start);
  const to = spans.reduce((most, span) => Math.max(most, span.end), root.end);
  return { root, spans, byId, from, to, depth: spans.reduce((most, span) => Math.max(most, span.depth), 0) };
}

function spanOf(node: TreeNode, parent: Span | null, horizon: number): Span {
  const kind = kindOf(node.type);
  const isOpen = (node.endMs === null || node.endMs === undefined) && node.status === 'started';
  const isCounted = kind === 'llm' || kind === 'embedding';
  return {
    id: node.id,
    index: 0,
    parent,
    children: [],
    depth: parent ? parent.depth + 1 : 0,
    type: node.type,
    kind,
    name: node.name || node.type,
    start: node.startMs,
    end: Math.max(node.startMs, isOpen ? horizon : (node.endMs ?? node.startMs)),
    isOpen,
    status: statusOf(node.status),
    tokens: node.tokens ?? null,
    cost: node.cost ?? null,
    error: node.error ?? null,
    totals: { spans: 1, errors: node.status === 'error' ? 1 : 0, tokens: isCounted ? (node.tokens ?? 0) : 0, cost: isCounted ? (node.cost ?? 0) : 0 },
    selfMs: 0,
  };
}

/** `null` for what has no status: conversations, their turns, events. */
function statusOf(status: string | null | undefined): RunStatus | null {
  if (status === 'success' || status === 'error') return status;
  return status === 'started' ? 'running' : null;
}

function inOrder(root: Span): Span[] {
  const out: Span[] = [];
  const stack = [root];
  for (let span = stack.pop(); span; span = stack.pop()) {
    span.index = out.length;
    out.push(span);
    if (span.children.length > 1) span.children.sort((one, other) => one.start - other.start);
    for (let at = span.children.length - 1; at >= 0; at -= 1) stack.push(span.children[at]!);
  }
  return out;
}

/** From the leaves up: a child stands after its parent. */
function sumUp(spans: Span[]): void {
  for (let at = spans.length - 1; at >= 0; at -= 1) {
    const span = spans[at]!;
    // A conversation and its turns last as long as what is below them.
    if (span.status === null) span.end = span.children.reduce((latest, child) => Math.max(latest, child.end), span.end);
    span.selfMs = span.end - span.start - covered(span);
    const above = span.parent?.totals;
    if (!above) continue;
    above.spans += span.totals.spans;
    above.errors += span.totals.errors;
    above.tokens += span.totals.tokens;
    above.cost += span.totals.cost;
  }
}

/** Milliseconds of a span during which at least one of its children ran. */
function covered(span: Span): number {
  let sum = 0;
  let reached = span.start;
  for (const child of span.children) {
    const from = Math.max(child.start, reached);
    const to = Math.min(child.end, span.end);
    if (to > from) sum += to - from;
    reached = Math.max(reached, to);
  }
  return sum;
}

export function isFailed(span: Span): boolean {
  return span.status === 'error';
}

/** Where to look first: at the span where the first failure began, else at the last answer of a model, else at the root. */
export function firstToShow(trace: Trace): Span {
  const origin = trace.spans.find((span) => isFailed(span) && span.totals.errors === 1);
  return origin ?? trace.spans.findLast((span) => span.kind === 'llm') ?? trace.root;
}

/** The failure after (`step` 1) or before (-1) a span, in the order of the tree, around the end. */
export function nextFailure(trace: Trace, from: Span, step: 1 | -1): Span | undefined {
  const failures = trace.spans.filter(isFailed);
  const found = step === 1 ? failures.find((span) => span.index > from.index) : failures.findLast((span) => span.index < from.index);
  return found ?? failures.at(step === 1 ? 0 : -1);
}

/** The ids of all above a span. */
export function ancestors(span: Span): string[] {
  const out: string[] = [];
  for (let at = span.parent; at; at = at.parent) out.push(at.id);
  return out;
}
