import { useQueries } from '@tanstack/react-query';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useProjectId } from '@/api/account';
import { runQuery } from '@/api/runs';
import { Messages } from '@/components/messages/Messages';
import { visible } from '@/components/messages/Words';
import { Button } from '@/components/ui/button';
import { KindIcon } from '@/components/ui/kind';
import { ErrorState, Skeleton, State } from '@/components/ui/states';
import { cn } from '@/lib/cn';
import { duration, integer } from '@/lib/format';
import { traces } from '@/texts/traces';
import { type Entry, entriesOf, speaking } from './transcript';
import { isFailed, type Span } from './tree';

/** How many texts are asked for at once. */
const PAGE = 30;

interface Props {
  /** Those that the filter found, else all. */
  spans: Span[];
  selected: Span;
  onSelect: (span: Span) => void;
}

/** The trace as one readable conversation. */
export function Transcript({ spans, selected, onSelect }: Props) {
  const all = useMemo(() => speaking(spans), [spans]);
  // A link to a span that comes late shows the transcript as far as that.
  const [pages, setPages] = useState(() => Math.floor(Math.max(0, all.indexOf(selected)) / PAGE) + 1);
  const shown = all.slice(0, pages * PAGE);
  const projectId = useProjectId();
  const runs = useQueries({ queries: shown.map((span) => runQuery(projectId, span.id)) });
  const failed = runs.filter(({ error, data }) => error && !data);
  const entries = entriesOf(shown, (span) => runs[shown.indexOf(span)]?.data);
  const scroller = useRef<HTMLDivElement>(null);
  useInSight(scroller, selected);
  if (all.length === 0) return <State title={traces.transcriptEmpty} isSmall />;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard
    <div ref={scroller} tabIndex={0} role="region" aria-label={traces.transcript} className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]">
      <div className="mx-auto max-w-[760px] space-y-5 px-4 py-4">
        {failed[0] && <ErrorState what={traces.transcriptFailed} error={failed[0].error} onRetry={() => failed.forEach((run) => void run.refetch())} isSmall />}
        <ol className="space-y-5">
          {entries.map((entry) => (
            <Said key={entry.span.id} entry={entry} isSelected={entry.span === selected} onSelect={onSelect} scroller={scroller} />
          ))}
        </ol>
        {shown.length < all.length && (
          <Button onClick={() => setPages(pages + 1)}>
            {traces.transcriptMore} <span className="num text-subtle">{traces.found(integer(shown.length), integer(all.length))}</span>
          </Button>
        )}
      </div>
    </div>
  );
}

interface SaidProps {
  entry: Entry;
  isSelected: boolean;
  onSelect: (span: Span) => void;
  scroller: RefObject<HTMLDivElement | null>;
}

function Said({ entry: { span, sections, repeated }, isSelected, onSelect, scroller }: SaidProps) {
  return (
    <li data-span={span.id}>
      <h2 className="mb-1.5">
        <button
          type="button"
          aria-pressed={isSelected}
          onClick={() => onSelect(span)}
          className={cn('flex h-7 w-full items-center gap-2 rounded-md px-1.5 text-left hover:bg-hover', isSelected && 'bg-selected')}
        >
          <KindIcon kind={span.kind} size={12} failed={isFailed(span)} />
          <span className={cn('min-w-0 truncate font-medium', isFailed(span) && 'text-err')}>{visible(span.name)}</span>
          {repeated > 0 && <span className="num shrink-0 text-xs text-subtle">{traces.repeated(integer(repeated))}</span>}
          <span className="num ml-auto shrink-0 text-xs text-subtle">
            +{duration(span.start)}
            {!span.isOpen && ` · ${duration(span.end - span.start)}`}
          </span>
        </button>
      </h2>
      {sections ? <Messages sections={sections} scroller={scroller} isRaw={false} isFinding={false} onFinding={() => undefined} /> : <Skeleton className="h-16 w-full" />}
    </li>
  );
}

/** Whoever goes to another span in the tree or by keys sees what it said. */
function useInSight(scroller: RefObject<HTMLDivElement | null>, { id }: Span): void {
  useEffect(() => {
    scroller.current?.querySelector(`[data-span="${CSS.escape(id)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [scroller, id]);
}
