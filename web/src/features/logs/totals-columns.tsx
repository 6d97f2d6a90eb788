// The columns of traces that say what a run and all below it come to.

import { TriangleAlert } from 'lucide-react';
import type { RunRow } from '@/api/runs';
import type { Column } from '@/components/grid/layout';
import { Money, Tokens } from '@/components/ui/facts';
import { count, integer, money } from '@/lib/format';
import { logs } from '@/texts/logs';

export function totalsColumns(): Column<RunRow>[] {
  return [
    {
      id: 'spans', head: logs.columns.spans, width: 68, yields: 5, align: 'right',
      cell: ({ totals }) => (totals ? integer(totals.runs) : <Unknown />),
      text: ({ totals }) => (totals ? integer(totals.runs) : '–'),
    },
    {
      id: 'errors', head: logs.columns.errors, width: 64, yields: 3, align: 'right',
      cell: ({ totals }) => (totals?.errors ? <Errors number={totals.errors} /> : <span className="text-subtle">–</span>),
      text: ({ totals }) => (totals?.errors ? integer(totals.errors) : '–'),
    },
    {
      id: 'sumOfTokens', head: logs.columns.tokens, width: 72, yields: 4, align: 'right',
      cell: ({ totals }) => <Tokens count={totals?.tokens} />,
      text: ({ totals }) => (totals?.tokens == null ? '–' : integer(totals.tokens)),
    },
    {
      id: 'sumOfCost', head: logs.columns.cost, width: 92, yields: 2, align: 'right',
      cell: ({ totals }) => <Money usd={totals?.cost} />,
      text: ({ totals }) => (totals?.cost == null ? '–' : money(totals.cost)),
    },
  ];
}

/** Live rows are added up when the list is loaded again, large traces only on their own page. */
function Unknown() {
  return <span className="text-subtle" title={logs.notAddedUp}>–</span>;
}

function Errors({ number }: { number: number }) {
  return (
    <span className="inline-flex items-center gap-1 font-medium text-err" title={count(number, 'failure', 'failures')}>
      <TriangleAlert size={12} aria-hidden />
      {integer(number)}
    </span>
  );
}
