import { Columns3, GripVertical } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { Popover } from '@/components/ui/menu';
import { Segmented } from '@/components/ui/segmented';
import { Checkbox } from '@/components/ui/toggle';
import { cn } from '@/lib/cn';
import { createStored, type Store, useStore } from '@/lib/store';
import { grid } from '@/texts/grid';
import { type Column, isShown, type Layout, moved, movedTo, ordered, PLAIN, withShown } from './layout';

export type Density = 'compact' | 'normal' | 'comfortable';

export const density = createStored<Density>('density', 'normal');

const HEIGHTS: Record<Density, number> = { compact: 28, normal: 36, comfortable: 56 };

export function useRowHeight(): number {
  return HEIGHTS[useStore(density)] ?? HEIGHTS.normal;
}

/** Which columns there are, in which order, and how high the rows. */
export function ColumnChooser<Row>({ columns, layout }: { columns: Column<Row>[]; layout: Store<Layout> }) {
  const now = useStore(layout);
  const height = useStore(density);
  const [dragged, setDragged] = useState<string | null>(null);
  const trigger = (
    <IconButton label={grid.columns}>
      <Columns3 size={15} aria-hidden />
    </IconButton>
  );
  return (
    <Popover label={grid.columns} trigger={trigger} align="end" width={260}>
      <ul aria-label={grid.columns} className="max-h-[50vh] overflow-auto p-1">
        {ordered(columns, now).map((column) => (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Alt and an arrow on its box do what dragging does
          <li
            key={column.id}
            draggable
            onDragStart={() => setDragged(column.id)}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => dragged && event.preventDefault()}
            onDrop={() => dragged && layout.set((was) => movedTo(columns, was, dragged, column.id))}
            onKeyDown={(event) => {
              const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
              if (!event.altKey || by === undefined) return;
              event.preventDefault();
              layout.set((was) => moved(columns, was, column.id, by));
            }}
            className={cn('flex h-7 items-center gap-2 rounded-md px-2 hover:bg-hover', dragged === column.id && 'opacity-50')}
          >
            <Checkbox label={column.head} isOn={isShown(column, now)} onChange={(isOn) => layout.set((was) => withShown(was, column.id, isOn))} />
            <span className="min-w-0 flex-1 truncate">{column.head}</span>
            <GripVertical size={13} className="cursor-grab text-subtle" aria-hidden />
          </li>
        ))}
      </ul>
      <div className="space-y-2 border-t p-3">
        <p className="text-xs text-subtle">{grid.moveColumnHint}</p>
        <div className="flex items-center justify-between gap-2">
          <Segmented
            label={grid.density}
            value={height}
            onChange={density.set}
            items={[
              { id: 'compact', label: grid.compact },
              { id: 'normal', label: grid.normal },
              { id: 'comfortable', label: grid.comfortable },
            ]}
          />
        </div>
        <Button size="sm" kind="ghost" className="-ml-2" disabled={now === PLAIN} onClick={() => layout.set(PLAIN)}>
          {grid.resetColumns}
        </Button>
      </div>
    </Popover>
  );
}
