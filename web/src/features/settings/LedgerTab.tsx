import { useQuery } from '@tanstack/react-query';
import { Inbox } from 'lucide-react';
import { useState } from 'react';
import { useProjectId } from '@/api/account';
import { api, call } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema';
import { Section } from '@/components/ui/card';
import { Fact, Time } from '@/components/ui/facts';
import { Segmented } from '@/components/ui/segmented';
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states';
import { cn } from '@/lib/cn';
import { day, integer } from '@/lib/format';
import { keyTexts, ledgerTexts } from '@/texts/settings';

export type LedgerRow = components['schemas']['LedgerRow'];
type Range = '7' | '30' | '90';

const RANGES: Range[] = ['7', '30', '90'];
const HEAD = 'h-8 border-b pr-4 text-left text-2xs font-medium text-subtle last:pr-0';
const CELL = 'h-9 border-b pr-4 align-middle last:pr-0';

export function LedgerTab() {
  const projectId = useProjectId();
  const [range, setRange] = useState<Range>('7');
  const ledger = useQuery({ queryKey: keys.ledger(projectId, Number(range)), queryFn: () => call(api.GET('/v1/ingest/ledger', { params: { query: { days: Number(range) } } })) });
  const rows = ledger.data?.data ?? [];
  const choice = <Segmented label={ledgerTexts.range} value={range} onChange={setRange} items={RANGES.map((id) => ({ id, label: ledgerTexts.days[id] }))} />;
  return (
    <Section id="ledger" title={ledgerTexts.title} description={ledgerTexts.text} aside={choice}>
      {ledger.isPending && <SkeletonRows count={5} height={36} />}
      {ledger.isError && <ErrorState what={ledgerTexts.failed} error={ledger.error} onRetry={() => void ledger.refetch()} isSmall />}
      {ledger.isSuccess && rows.length === 0 && (
        <EmptyState icon={Inbox} title={ledgerTexts.emptyTitle} isSmall>
          {ledgerTexts.emptyText}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <>
          <Totals rows={rows} />
          <Days rows={rows} />
          <Refusals rows={rows} />
        </>
      )}
    </Section>
  );
}

function refused(row: LedgerRow): number {
  return Object.values(row.rejected).reduce((sum, one) => sum + one, 0);
}

function sum(rows: LedgerRow[], of: (row: LedgerRow) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

function Totals({ rows }: { rows: LedgerRow[] }) {
  const rejected = sum(rows, refused);
  return (
    <div className="mb-5 grid grid-cols-2 gap-4 rounded-lg border bg-sunken px-4 py-3 sm:grid-cols-4">
      <Fact label={ledgerTexts.received}>
        <span className="text-lg">{integer(sum(rows, (row) => row.received))}</span>
      </Fact>
      <Fact label={ledgerTexts.stored}>
        <span className="text-lg">{integer(sum(rows, (row) => row.stored))}</span>
      </Fact>
      <Fact label={ledgerTexts.merged}>
        <span className="text-lg">{integer(sum(rows, (row) => row.merged))}</span>
      </Fact>
      <Fact label={ledgerTexts.rejected}>
        <span className={cn('text-lg', rejected > 0 && 'font-medium text-err')}>{integer(rejected)}</span>
      </Fact>
    </div>
  );
}

/** What a key is called here; keys that came with the project are named by their kind. */
function nameOf(row: LedgerRow): string {
  const names: Record<string, string> = { public: keyTexts.unnamed.public, private: keyTexts.unnamed.private };
  return row.keyName ? (names[row.keyName] ?? row.keyName) : ledgerTexts.goneKey;
}

function Days({ rows }: { rows: LedgerRow[] }) {
  return (
    <table className="w-full border-separate border-spacing-0">
      <thead>
        <tr>
          <th className={HEAD}>{ledgerTexts.day}</th>
          <th className={HEAD}>{ledgerTexts.key}</th>
          {[ledgerTexts.received, ledgerTexts.stored, ledgerTexts.merged, ledgerTexts.rejected].map((head) => (
            <th key={head} className={cn(HEAD, 'text-right')}>
              {head}
            </th>
          ))}
          <th className={cn(HEAD, 'text-right')}>{ledgerTexts.lastAt}</th>
        </tr>
      </thead>
      <tbody className="num">
        {rows.map((row) => (
          <tr key={`${row.day}${row.keyId}`}>
            <td className={CELL}>{utcDay(row.day)}</td>
            <td className={cn(CELL, 'text-muted')}>{nameOf(row)}</td>
            <td className={cn(CELL, 'text-right')}>{integer(row.received)}</td>
            <td className={cn(CELL, 'text-right')}>{integer(row.stored)}</td>
            <td className={cn(CELL, 'text-right')}>{integer(row.merged)}</td>
            <td className={cn(CELL, 'text-right', refused(row) > 0 && 'text-err')} data-tip={reasons(row)}>
              {integer(refused(row))}
            </td>
            <td className={cn(CELL, 'text-right text-muted')}>
              <Time at={row.lastAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function reasons(row: LedgerRow): string | undefined {
  const parts = Object.entries(row.rejected).map(([reason, times]) => `${reason.replaceAll('_', ' ')}: ${integer(times)}`);
  return parts.length > 0 ? parts.join(', ') : undefined;
}

/** A day of the ledger is a day in UTC, wherever the reader is. */
function utcDay(at: string): string {
  const date = new Date(at);
  return day(new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()));
}

function Refusals({ rows }: { rows: LedgerRow[] }) {
  const withErrors = rows.filter((row) => row.lastError);
  if (withErrors.length === 0) return null;
  return (
    <div className="mt-6">
      <h3 className="mb-2 font-medium">{ledgerTexts.lastRefusals}</h3>
      <ul className="space-y-2">
        {withErrors.map((row) => (
          <li key={`${row.day}${row.keyId}`} className="rounded-lg border px-3 py-2">
            <div className="flex items-baseline gap-2">
              <span className="font-medium text-err">{row.lastError?.reason.replaceAll('_', ' ')}</span>
              <span className="text-xs text-subtle">
                {nameOf(row)} · <Time at={row.lastError?.at ?? ''} />
              </span>
            </div>
            <code className="mt-1 block font-mono text-xs break-all text-muted">{row.lastError?.sample}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}
