import { useMemo } from 'react';
import { visible } from '@/components/messages/Words';
import { KindIcon } from '@/components/ui/kind';
import { compact, duration, integer, money } from '@/lib/format';
import { traces } from '@/texts/traces';
import { sumByName } from './by-name';
import type { Span, Trace } from './tree';

interface Props {
  trace: Trace;
  /** Those that the filter found, else all. */
  spans: Span[];
  onOpen: (span: Span) => void;
}

/** How long the bar of the longest is. */
const BAR = 48;

/** What a trace did, name by name: how often, how long, for how much. For agents that go in circles. */
export function ByName({ trace, spans, onOpen }: Props) {
  const rows = useMemo(() => sumByName(spans), [spans]);
  const longest = rows.reduce((most, row) => Math.max(most, row.ms), 1);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard
    <div className="@container min-h-0 flex-1 overflow-auto" tabIndex={0} role="region" aria-label={traces.byName}>
      <table className="num w-full whitespace-nowrap" data-testid="by-name">
        <thead className="sticky top-0 z-10 bg-surface text-2xs text-subtle">
          <tr className="h-8 border-b text-right [&>th]:px-2 @lg:[&>th]:px-3 [&>th]:font-normal">
            <th className="w-[34%] min-w-32 text-left">{traces.name}</th>
            <th>{traces.calls}</th>
            <th>{traces.errors}</th>
            <th className="w-[22%] text-left">{traces.self}</th>
            <th className="hidden @2xl:table-cell">{traces.median}</th>
            <th className="hidden @2xl:table-cell">{traces.longest}</th>
            <th className="hidden @lg:table-cell">{traces.tokens}</th>
            <th>{traces.cost}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.kind} ${row.name}`} className="h-9 border-b text-right hover:bg-hover [&>td]:px-2 @lg:[&>td]:px-3">
              <td className="max-w-0 min-w-32 text-left">
                <button type="button" onClick={() => onOpen(row.slowest)} className="flex w-full items-center gap-2 text-left hover:underline">
                  <KindIcon kind={row.kind} size={12} failed={row.errors > 0} />
                  <span className="truncate">{visible(row.name)}</span>
                </button>
              </td>
              <td>{integer(row.count)}</td>
              <td className={row.errors > 0 ? 'font-medium text-err' : 'text-subtle'}>{row.errors > 0 ? integer(row.errors) : '–'}</td>
              <td>
                <span className="flex items-center gap-2 whitespace-nowrap">
                  <span className="h-1.5 rounded-full bg-line-strong" style={{ width: Math.max(2, (row.ms / longest) * BAR) }} />
                  {duration(row.ms)}
                </span>
              </td>
              <td className="hidden text-muted @2xl:table-cell">{duration(row.medianMs)}</td>
              <td className="hidden text-muted @2xl:table-cell">{duration(row.slowest.end - row.slowest.start)}</td>
              <td className="hidden @lg:table-cell">{row.tokens > 0 ? compact(row.tokens) : '–'}</td>
              <td>{money(row.cost)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {spans.length < trace.spans.length && <p className="px-3 py-2 text-xs text-subtle">{traces.found(integer(spans.length), integer(trace.spans.length))}</p>}
    </div>
  );
}
