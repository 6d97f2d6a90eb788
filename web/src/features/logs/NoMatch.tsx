import { useQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { useProjectId } from '@/api/account';
import { keys } from '@/api/keys';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/states';
import type { Filter } from '@/lib/filters';
import { logs } from '@/texts/logs';
import { removedAt } from './chip-edit';
import { chipText } from './fields';
import { NothingYet } from './NothingYet';
import { countRuns } from './queries';
import { type Range, type RangeId, widerRanges } from './range';
import { chipsOf, type View } from './view';

interface Props {
  view: View;
  asOf: number;
  onFilter: (filter: Filter) => void;
  onRange: (range: Range) => void;
}

/** Nothing matches: says what is asked, lets each part go, and names the nearest longer time that has something. */
export default function NoMatch({ view, asOf, onFilter, onRange }: Props) {
  const wider = useQuery({
    queryKey: keys.runs(useProjectId(), 'wider', view, asOf),
    queryFn: ({ signal }) => nearest(view, asOf, signal),
  });
  const chips = chipsOf(view.filter);
  const hasFilter = view.filter.checks.length > 0;
  const found = wider.data;
  if (found === null && !hasFilter) return <NothingYet kind={view.kind} />;
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <EmptyState
        icon={SearchX}
        title={hasFilter ? logs.noMatchTitle(view.kind) : logs.noneInRange(view.kind)}
        actions={
          <>
            {hasFilter && <Button onClick={() => onFilter({ mode: 'AND', checks: [] })}>{logs.clearFilters}</Button>}
            {found && (
              <Button kind="primary" onClick={() => onRange({ last: found.range })}>
                {logs.wider(found.count, logs.inRange[found.range])}
              </Button>
            )}
          </>
        }
      >
        {chips.length > 0 && (
          <span className="flex flex-wrap justify-center gap-1.5 py-1">
            {chips.map((check, place) => {
              const text = chipText(check);
              return (
                <button key={place} type="button" onClick={() => onFilter(removedAt(view.filter, place))} className="inline-flex h-6 items-center gap-1 rounded-md border px-2 text-xs hover:bg-hover">
                  <span className="sr-only">{logs.removeFilter('')}</span>
                  {text.field} {text.operator} {text.value} <span aria-hidden>×</span>
                </button>
              );
            })}
          </span>
        )}
        {found === null && <span className="block">{logs.noneAnywhere}</span>}
      </EmptyState>
    </div>
  );
}

/** The first longer range that has runs; `null` for none. */
async function nearest(view: View, asOf: number, signal: AbortSignal): Promise<{ range: RangeId; count: number } | null> {
  for (const range of widerRanges(view.range, asOf)) {
    // oxlint-disable-next-line no-await-in-loop -- the first one that has any ends it
    const count = await countRuns({ ...view, range: { last: range } }, asOf, signal);
    if (count > 0) return { range, count };
  }
  return null;
}
