import { GripVertical } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Segmented } from '@/components/ui/segmented';
import { Checkbox } from '@/components/ui/toggle';
import { cn } from '@/lib/cn';
import { type Store, useStore } from '@/lib/store';
import { grid } from '@/texts/grid';
import { density } from './density';
import { type Column, isShown, type Layout, moved, movedTo, ordered, PLAIN, withShown } from './layout';

/** Which columns there are, in which order, and how high the rows. */
export default function ColumnList({ columns, layout }: { columns: Column<never>[]; layout: Store<Layout> }) {
  const now = useStore(layout);
  const height = useStore(density);
  const [dragged, setDragged] = useState<string | null>(null);
  return (
    <>
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
    </>
  );
}
