import type { Kind } from '@/components/ui/kind';
import { isFailed, type Span } from './tree';

export interface NameRow {
  kind: Kind;
  name: string;
  count: number;
  errors: number;
  /** Their own time all together, in milliseconds: without that of the spans below them. */
  ms: number;
  medianMs: number;
  tokens: number;
  cost: number;
  slowest: Span;
}

/** One row a name and kind, the one that took most time first. */
export function sumByName(spans: Span[]): NameRow[] {
  const groups = new Map<string, Span[]>();
  for (const span of spans) {
    const key = `${span.kind}\n${span.name}`;
    const group = groups.get(key);
    if (group) group.push(span);
    else groups.set(key, [span]);
  }
  const rows = [...groups.values()].map((group): NameRow => {
    const byTime = group.toSorted((one, other) => lasted(one) - lasted(other));
    const sum = (of: (span: Span) => number) => group.reduce((total, span) => total + of(span), 0);
    return {
      kind: group[0]!.kind,
      name: group[0]!.name,
      count: group.length,
      errors: group.filter(isFailed).length,
      ms: sum((span) => span.selfMs),
      medianMs: lasted(byTime[(byTime.length - 1) >> 1]!),
      tokens: sum((span) => span.tokens ?? 0),
      cost: sum((span) => span.cost ?? 0),
      slowest: byTime.at(-1)!,
    };
  });
  return rows.toSorted((one, other) => other.ms - one.ms);
}

function lasted(span: Span): number {
  return span.end - span.start;
}
