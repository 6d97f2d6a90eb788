import { ChevronsDownUp, ChevronsUpDown, FoldHorizontal, Search, TriangleAlert, X, ZoomOut } from 'lucide-react';
import type { RefObject } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { Segmented } from '@/components/ui/segmented';
import { count, integer } from '@/lib/format';
import { traces } from '@/texts/traces';
import type { Trace } from './tree';
import type { Lines } from './use-lines';

export const VIEWS = ['timeline', 'transcript', 'names'] as const;
export type View = (typeof VIEWS)[number];

interface Props {
  trace: Trace;
  lines: Lines;
  filter: string;
  onFilter: (text: string) => void;
  /** To the next one that the filter found. */
  onNextFound: (step: 1 | -1) => void;
  filterBox: RefObject<HTMLInputElement | null>;
  view: View;
  onView: (view: View) => void;
  onFailure: () => void;
  isZoomed: boolean;
  onZoomOut: () => void;
  hasGaps: boolean;
  isCompressed: boolean;
  onCompress: () => void;
}

export function Toolbar(props: Props) {
  const { trace, lines, view, onView } = props;
  const { errors } = trace.root.totals;
  return (
    <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-b px-2 py-1">
      <FilterBox {...props} />
      {view === 'timeline' && (
        <>
          <IconButton label={traces.collapse} onClick={lines.closeAll}>
            <ChevronsDownUp size={14} aria-hidden />
          </IconButton>
          <IconButton label={traces.expand} onClick={lines.openAll} disabled={lines.closed.size === 0}>
            <ChevronsUpDown size={14} aria-hidden />
          </IconButton>
          {props.hasGaps && (
            <IconButton label={traces.compress} isOn={props.isCompressed} onClick={props.onCompress}>
              <FoldHorizontal size={14} aria-hidden />
            </IconButton>
          )}
        </>
      )}
      {errors > 0 && (
        <Button size="sm" kind="danger" onClick={props.onFailure} aria-label={traces.firstError(count(errors, 'error', 'errors'))}>
          <TriangleAlert size={13} aria-hidden />
          {count(errors, 'error', 'errors')}
        </Button>
      )}
      {props.isZoomed && view === 'timeline' && (
        <Button size="sm" kind="ghost" onClick={props.onZoomOut}>
          <ZoomOut size={13} aria-hidden />
          {traces.resetZoom}
        </Button>
      )}
      <div className="ml-auto">
        <Segmented<View>
          label={traces.view}
          value={view}
          onChange={onView}
          items={[
            { id: 'timeline', label: traces.timeline },
            { id: 'transcript', label: traces.transcript },
            { id: 'names', label: traces.byName },
          ]}
        />
      </div>
    </div>
  );
}

function FilterBox({ trace, lines, filter, onFilter, onNextFound, filterBox }: Props) {
  return (
    <div className="relative flex h-7 w-56 min-w-32 shrink items-center">
      <Search size={13} className="pointer-events-none absolute left-2 text-subtle" aria-hidden />
      <input
        ref={filterBox}
        type="text"
        role="searchbox"
        aria-label={traces.filter}
        value={filter}
        placeholder={traces.filter}
        title={traces.filterKeys}
        onChange={(event) => onFilter(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onNextFound(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape' && filter !== '') onFilter('');
          else if (event.key === 'Escape') event.currentTarget.blur();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
        className="h-7 w-full rounded-md border border-line-strong bg-surface pr-2 pl-7 text-xs placeholder:text-subtle"
      />
      {filter !== '' && (
        <span className="absolute right-1 flex items-center gap-1 bg-surface pl-1 text-2xs text-subtle">
          <span role="status" className="num">
            {lines.found && traces.found(integer(lines.found.length), integer(trace.spans.length))}
          </span>
          <button type="button" aria-label={traces.clearFilter} onClick={() => onFilter('')} className="grid size-6 place-items-center rounded hover:bg-hover hover:text-fg">
            <X size={12} aria-hidden />
          </button>
        </span>
      )}
    </div>
  );
}
