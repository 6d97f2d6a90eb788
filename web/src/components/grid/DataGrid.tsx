import { type CSSProperties, type ReactNode, type Ref, useId, useMemo } from 'react';
import { RotateCw } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/states';
import { cn } from '@/lib/cn';
import { type Store, useStore } from '@/lib/store';
import { useSize } from '@/lib/use-size';
import { common } from '@/texts/common';
import { grid as texts } from '@/texts/grid';
import { GridHead, type Sort } from './GridHead';
import { GridRow } from './GridRow';
import { arranged, type Column, fitting, type Layout, leastWidth, template } from './layout';
import { isEmpty, isSelected, type Selection } from './selection';
import { useGrid } from './use-grid';

export interface GridHandle {
  /** Goes to another row, and opens it where one is open. */
  move: (by: number) => void;
  /** Opens the row that is marked. */
  open: () => void;
  /** Chooses the row that is marked. */
  choose: () => void;
  focus: () => void;
  toTop: () => void;
  /** The row that is marked or open. */
  active: () => number;
  goTo: (index: number) => void;
}

export interface GridProps<Row> {
  label: string;
  rows: Row[];
  rowKey: (row: Row) => string;
  columns: Column<Row>[];
  layout: Store<Layout>;
  /** How many rows there are in all, where that is known. */
  total?: number | undefined;
  rowHeight?: number;
  sort: Sort;
  onSort?: (sort: Sort | null) => void;
  /** The key of the row that is open beside the table. */
  current?: string | undefined;
  onOpen: (row: Row, how: { isNewTab: boolean }) => void;
  /** The pointer rests on a row: what it opens may be fetched. */
  onPoint?: (row: Row) => void;
  isFailed?: (row: Row) => boolean;
  fresh?: ReadonlySet<string>;
  selection?: Selection;
  onSelection?: (selection: Selection) => void;
  /** Only the columns that stay beside a panel. */
  isSlim?: boolean;
  more?: More;
  /** Whether the first row is in sight. */
  onAtTop?: (isAtTop: boolean) => void;
  handle?: Ref<GridHandle>;
  isStale?: boolean;
}

/** What comes after the rows that are loaded. */
export interface More {
  hasMore: boolean;
  isLoading: boolean;
  error: unknown;
  load: () => void;
}

const BOX = 28;
/** What a row has left and right of its cells. */
const MARGINS = 32;
export const HEAD = 32;

/** A table of any length: only what is in sight is drawn. Sorting, filtering and paging are the server's. */
export function DataGrid<Row>(props: GridProps<Row>) {
  const { rows, rowKey, selection, rowHeight = 36 } = props;
  const layout = useStore(props.layout);
  const name = useId();
  const [measured, { width }] = useSize();
  const lead = selection ? BOX : 0;
  const room = width === 0 ? Number.POSITIVE_INFINITY : width - lead - MARGINS;
  const columns = useMemo(() => fitting(arranged(props.columns, layout, props.isSlim), layout, room), [props.columns, layout, props.isSlim, room]);
  const { scroller, head, items, isFast, onRow, onChoose, focus, ...view } = useGrid({ ...props, rowHeight, name });
  const style = { '--grid-columns': template(columns, layout, lead), minWidth: leastWidth(columns, layout) + lead + MARGINS } as CSSProperties;
  const active = rows.findIndex((row) => rowKey(row) === view.active);
  const slots = Math.max(96, items.length);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the grid is one stop, its rows are reached by arrows
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={props.total === undefined ? -1 : props.total + 1}
      aria-multiselectable={selection ? true : undefined}
      aria-activedescendant={active >= 0 ? `${name}-${active}` : undefined}
      aria-busy={props.isStale || undefined}
      onKeyDown={view.onKeyDown}
      onPointerOver={view.onPointerOver}
      onScroll={view.onScroll}
      // The row that is marked shows the focus; without one the table does.
      className={cn('group/grid relative min-h-0 min-w-0 flex-1 overflow-auto bg-surface outline-none', active < 0 && 'focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-inset')}
    >
      <div ref={measured} aria-hidden />
      <div style={style} className={props.isStale ? 'opacity-60 transition-opacity delay-300' : ''}>
        <div ref={head} role="rowgroup" className="sticky top-0 z-10">
          <GridHead columns={columns} all={props.columns} layout={props.layout} sort={props.sort} onSort={props.onSort} canChoose={lead > 0} onLeave={focus} />
        </div>
        <div role="rowgroup" style={{ height: rows.length * rowHeight, position: 'relative' }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const key = rowKey(row);
            return (
              <GridRow
                key={item.index % slots}
                id={`${name}-${item.index}`}
                row={row}
                columns={columns}
                index={item.index}
                top={item.start - HEAD}
                height={rowHeight}
                isOpen={props.current === key}
                isActive={view.active === key}
                isFailed={props.isFailed?.(row) ?? false}
                isFresh={props.fresh?.has(key) ?? false}
                isChosen={selection && isSelected(selection, key)}
                isChoosing={selection !== undefined && !isEmpty(selection)}
                isFast={isFast}
                onOpen={onRow}
                onChoose={onChoose}
              />
            );
          })}
        </div>
        {props.more && <Foot more={props.more} rowHeight={rowHeight} />}
      </div>
    </div>
  );
}

function Foot({ more, rowHeight }: { more: More; rowHeight: number }): ReactNode {
  if (more.error) {
    return (
      <div role="alert" className="sticky left-0 flex items-center gap-3 px-4" style={{ height: rowHeight + 8 }}>
        <span className="text-err">{texts.moreFailed}</span>
        <Button size="sm" onClick={more.load}>
          <RotateCw size={12} aria-hidden />
          {common.tryAgain}
        </Button>
      </div>
    );
  }
  return more.hasMore ? <GridSkeleton count={3} rowHeight={rowHeight} /> : null;
}

const WIDTHS = ['w-40', 'w-56', 'w-48', 'w-64'];

/** Rows that are on their way, of the height that they will have. */
export function GridSkeleton({ count, rowHeight }: { count: number; rowHeight: number }) {
  return (
    <div aria-hidden className="pulse">
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className="flex items-center gap-6 border-b border-[color-mix(in_oklab,var(--line)_65%,transparent)] px-4" style={{ height: rowHeight }}>
          <Skeleton className="ml-7 h-3 w-14 shrink-0" />
          <Skeleton className="h-3 w-24 shrink-0" />
          <Skeleton className={`h-3 ${WIDTHS[index % 4]}`} />
          <Skeleton className={`h-3 ${WIDTHS[(index + 2) % 4]}`} />
          <Skeleton className="ml-auto h-3 w-12 shrink-0" />
          <Skeleton className="h-3 w-12 shrink-0" />
        </div>
      ))}
    </div>
  );
}
