import { memo, type MouseEvent } from 'react';
import { Check, ListFilterPlus } from 'lucide-react';
import { cn } from '@/lib/cn';
import { grid } from '@/texts/grid';
import type { Column } from './layout';

export interface RowProps<Row> {
  row: Row;
  id: string;
  columns: Column<Row>[];
  /** Zero-based, in the whole list. */
  index: number;
  top: number;
  height: number;
  isOpen: boolean;
  isActive: boolean;
  isFailed: boolean;
  isFresh: boolean;
  /** `undefined` where rows cannot be chosen. */
  isChosen: boolean | undefined;
  /** Some row is chosen, so that all show their boxes. */
  isChoosing: boolean;
  /** Somebody scrolls fast: words only. */
  isFast: boolean;
  onOpen: (row: Row, index: number, event: MouseEvent) => void;
  onChoose: (row: Row, index: number, isRange: boolean) => void;
}

function Plain<Row>(props: RowProps<Row>) {
  const { row, columns, index, isChosen, isFast } = props;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid takes the keys for its rows
    <div
      role="row"
      id={props.id}
      aria-rowindex={index + 2}
      aria-selected={isChosen === undefined ? props.isOpen : isChosen}
      aria-current={props.isOpen || undefined}
      tabIndex={-1}
      onClick={(event) => props.onOpen(row, index, event)}
      className={cn(
        'group/row absolute right-0 left-0 grid cursor-default items-center border-b border-[color-mix(in_oklab,var(--line)_65%,transparent)] px-4 outline-none',
        props.isOpen || isChosen ? 'bg-selected' : 'hover:bg-hover',
        props.isActive && 'ring-accent group-focus-visible/grid:ring-2 group-focus-visible/grid:ring-inset',
        props.isFresh && 'rowflash',
      )}
      style={{ transform: `translateY(${props.top}px)`, height: props.height, gridTemplateColumns: 'var(--grid-columns)' }}
    >
      {props.isFailed && <span aria-hidden className="absolute inset-y-0 left-0 w-0.5 bg-err" />}
      {isChosen !== undefined && (
        // oxlint-disable-next-line jsx-a11y/interactive-supports-focus, jsx-a11y/click-events-have-key-events -- Space does the same
        <div role="gridcell" className="flex" onClick={(event) => event.stopPropagation()}>
          <span
            className={cn('flex transition-opacity', isChosen || props.isChoosing || props.isActive ? '' : 'opacity-0 group-hover/row:opacity-100')}
            onClickCapture={(event) => {
              if (!event.shiftKey) return;
              event.preventDefault();
              event.stopPropagation();
              props.onChoose(row, index, true);
            }}
          >
            <Box label={grid.selectRow(index + 1)} isOn={isChosen} onChange={() => props.onChoose(row, index, false)} />
          </span>
        </div>
      )}
      {columns.map((column) => (
        <Cell key={column.id} column={column} row={row} isFast={isFast} />
      ))}
    </div>
  );
}

/** A box like that of all pages, but plain: a table has one a row. */
function Box({ label, isOn, onChange }: { label: string; isOn: boolean; onChange: () => void }) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-label={label}
      aria-checked={isOn}
      tabIndex={-1}
      onClick={onChange}
      className={cn('relative grid size-4 shrink-0 place-items-center rounded border before:absolute before:-inset-1.5', isOn ? 'border-accent bg-accent text-on-accent' : 'border-line-strong bg-surface')}
    >
      {isOn && <Check size={12} strokeWidth={3} aria-hidden />}
    </button>
  );
}

function Cell<Row>({ column, row, isFast }: { column: Column<Row>; row: Row; isFast: boolean }) {
  const look = cn(`${column.id}-cell group/cell relative min-w-0 truncate pr-4`, column.align === 'right' && 'num text-right');
  if (isFast) {
    return (
      <div role="gridcell" className={look}>
        {column.text?.(row)}
      </div>
    );
  }
  const picked = column.pick?.label(row);
  return (
    <div role="gridcell" className={look}>
      {column.cell(row)}
      {picked && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={grid.filterBy(picked)}
          data-tip={grid.filterBy(picked)}
          onClick={(event) => {
            event.stopPropagation();
            column.pick?.run(row);
          }}
          className="absolute top-1/2 right-1 hidden size-6 -translate-y-1/2 place-items-center rounded-md border bg-raised text-subtle shadow-card group-hover/cell:grid hover:text-fg"
        >
          <ListFilterPlus size={12} aria-hidden />
        </button>
      )}
    </div>
  );
}

/** A row of the grid; drawn anew only when something about it changes. */
export const GridRow = memo(Plain) as typeof Plain;
