import type { components } from '@/api/schema';

type Row = components['schemas']['LedgerRow'];

interface Trouble {
  received: number;
  /** Reasons with how often, the most frequent first. */
  refusals: [string, number][];
  lastError: Row['lastError'];
}

/** The ledger of all keys as one. */
export function summed(rows: Row[]): Trouble {
  const reasons = new Map<string, number>();
  for (const row of rows) {
    for (const [reason, times] of Object.entries(row.rejected)) reasons.set(reason, (reasons.get(reason) ?? 0) + times);
  }
  const errors = rows.flatMap((row) => (row.lastError ? [row.lastError] : []));
  return {
    received: rows.reduce((sum, row) => sum + row.received, 0),
    refusals: [...reasons].filter(([, times]) => times > 0).toSorted((one, other) => other[1] - one[1]),
    lastError: errors.toSorted((one, other) => other.at.localeCompare(one.at))[0],
  };
}
