import { ArrowDown, ArrowUp, ChevronDown } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, lazy, type PointerEvent, Suspense, useState } from 'react';
import { cn } from '@/lib/cn';
import type { Store } from '@/lib/store';
import { grid } from '@/texts/grid';
import { type Column, type Layout, moved, movedTo, resized } from './layout';

const ColumnMenu = lazy(() => import('./ColumnMenu'));

export interface Sort {
  field: string;
  direction: 'asc' | 'desc';
}

interface HeadProps<Row> {
  /** Those that are drawn. */
  columns: Column<Row>[];
  all: Column<Row>[];
  layout: Store<Layout>;
  sort: Sort;
  onSort: ((sort: Sort | null) => void) | undefined;
  canChoose: boolean;
  /** Back to the rows. */
  onLeave: () => void;
}

/** The heads of the columns: a click sorts, the menu does the rest, the edge makes it wider. Arrows go from one to the next. */
export function GridHead<Row>({ columns, canChoose, onLeave, ...rest }: HeadProps<Row>) {
  const [dragged, setDragged] = useState<string | null>(null);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
    const at = buttons.indexOf(event.target as HTMLElement);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (at < 0) return;
    if (step !== undefined && !event.altKey) buttons[at + step]?.focus();
    else if (event.key === 'Escape') onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- its buttons have the focus
    <div
      role="row"
      aria-rowindex={1}
      onKeyDown={onKeyDown}
      className="sticky top-0 z-10 grid h-8 items-center border-b bg-surface px-4 text-2xs font-medium text-subtle select-none"
      style={{ gridTemplateColumns: 'var(--grid-columns)' }}
    >
      {canChoose && (
        <div role="columnheader">
          <span className="sr-only">{grid.select}</span>
        </div>
      )}
      {columns.map((column) => (
        <Head key={column.id} column={column} columns={columns} dragged={dragged} onDrag={setDragged} {...rest} />
      ))}
    </div>
  );
}

interface CellProps<Row> extends Omit<HeadProps<Row>, 'canChoose' | 'onLeave'> {
  column: Column<Row>;
  dragged: string | null;
  onDrag: (id: string | null) => void;
}

function Head<Row>({ column, all, layout, sort, onSort, dragged, onDrag }: CellProps<Row>) {
  const isSorted = column.sort !== undefined && sort.field === column.sort;
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    if (dragged) layout.set((now) => movedTo(all, now, dragged, column.id));
    onDrag(null);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the buttons in it have the focus
    <div
      role="columnheader"
      aria-sort={isSorted ? (sort.direction === 'asc' ? 'ascending' : 'descending') : undefined}
      draggable
      onDragStart={() => onDrag(column.id)}
      onDragEnd={() => onDrag(null)}
      onDragOver={(event) => dragged && event.preventDefault()}
      onDrop={drop}
      onKeyDown={(event) => {
        const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (!event.altKey || by === undefined) return;
        event.preventDefault();
        layout.set((now) => moved(all, now, column.id, by));
      }}
      className={cn('group/head relative flex h-full min-w-0 items-center pr-4', column.align === 'right' && 'justify-end', dragged === column.id && 'opacity-50')}
    >
      <Label column={column} isSorted={isSorted} sort={sort} onSort={onSort} />
      {!column.hasBareHead && <HeadMenu column={column} all={all} layout={layout} onSort={onSort} />}
      <Edge column={column} layout={layout} />
    </div>
  );
}

/** Descending, ascending, then as it was. */
export function nextSort(now: Sort, field: string): Sort | null {
  if (now.field !== field) return { field, direction: 'desc' };
  return now.direction === 'desc' ? { field, direction: 'asc' } : null;
}

function Label<Row>({ column, isSorted, sort, onSort }: { column: Column<Row>; isSorted: boolean; sort: Sort; onSort: CellProps<Row>['onSort'] }) {
  const field = column.sort;
  if (column.hasBareHead) return <span className="sr-only">{column.head}</span>;
  if (field === undefined || !onSort) return <span className="truncate">{column.head}</span>;
  const Arrow = sort.direction === 'asc' ? ArrowUp : ArrowDown;
  return (
    <button type="button" tabIndex={-1} aria-label={grid.sortBy(column.head)} onClick={() => onSort(nextSort(sort, field))} className="flex min-w-0 items-center gap-1 rounded py-1 hover:text-fg">
      <span className="truncate">{column.head}</span>
      {isSorted && <Arrow size={11} className="shrink-0" aria-hidden />}
    </button>
  );
}

/** The menu is loaded when somebody opens it. */
function HeadMenu<Row>({ column, all, layout, onSort }: Pick<CellProps<Row>, 'column' | 'all' | 'layout' | 'onSort'>) {
  const [isWanted, setWanted] = useState(false);
  const button = (
    <button
      type="button"
      tabIndex={-1}
      aria-label={grid.menuOf(column.head)}
      aria-haspopup="menu"
      onClick={() => setWanted(true)}
      className="absolute right-1 grid h-6 w-4 place-items-center rounded bg-surface opacity-0 group-hover/head:opacity-100 hover:text-fg focus-visible:opacity-100 data-[state=open]:opacity-100"
    >
      <ChevronDown size={11} aria-hidden />
    </button>
  );
  if (!isWanted) return button;
  return (
    <Suspense fallback={button}>
      <ColumnMenu trigger={button} column={column as Column<never>} all={all as Column<never>[]} layout={layout} onSort={onSort} />
    </Suspense>
  );
}

/** The right edge: dragged, the column gets wider; a double click gives it its own width back. */
function Edge<Row>({ column, layout }: { column: Column<Row>; layout: Store<Layout> }) {
  const start = (event: PointerEvent<HTMLDivElement>): void => {
    event.preventDefault();
    event.stopPropagation();
    const edge = event.currentTarget;
    const from = event.clientX;
    const width = edge.parentElement?.getBoundingClientRect().width ?? column.width;
    edge.setPointerCapture(event.pointerId);
    const drag = (move: globalThis.PointerEvent): void => layout.set((now) => resized(now, column.id, width + move.clientX - from));
    edge.addEventListener('pointermove', drag);
    edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', drag), { once: true });
  };
  const reset = (): void =>
    layout.set((now) => ({ ...now, widths: Object.fromEntries(Object.entries(now.widths).filter(([id]) => id !== column.id)) }));
  return (
    <div
      aria-hidden
      title={grid.resize(column.head)}
      onPointerDown={start}
      onDoubleClick={reset}
      draggable
      onDragStart={(event) => {
        event.preventDefault();
        event.stopPropagation();
      }}
      className="absolute inset-y-1.5 right-0 w-2 cursor-col-resize border-r border-transparent group-hover/head:border-line-strong hover:border-accent"
    />
  );
}
