import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, EyeOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { Menu, MenuItem, MenuLine } from '@/components/ui/menu';
import type { Store } from '@/lib/store';
import { grid } from '@/texts/grid';
import type { Sort } from './GridHead';
import { type Column, type Layout, moved, withShown } from './layout';

interface Props {
  trigger: ReactNode;
  column: Column<never>;
  all: Column<never>[];
  layout: Store<Layout>;
  onSort: ((sort: Sort | null) => void) | undefined;
}

/** What can be done with a column, open from the start. */
export default function ColumnMenu({ trigger, column, all, layout, onSort }: Props) {
  const field = column.sort;
  const isTime = field === 'createdAt';
  return (
    <Menu trigger={trigger} defaultOpen>
      {field !== undefined && onSort && (
        <>
          <MenuItem icon={ArrowDown} onSelect={() => onSort({ field, direction: 'desc' })}>
            {isTime ? grid.sortNewest : grid.sortDescending}
          </MenuItem>
          <MenuItem icon={ArrowUp} onSelect={() => onSort({ field, direction: 'asc' })}>
            {isTime ? grid.sortOldest : grid.sortAscending}
          </MenuItem>
          <MenuLine />
        </>
      )}
      <MenuItem icon={ArrowLeft} onSelect={() => layout.set((now) => moved(all, now, column.id, -1))}>
        {grid.left}
      </MenuItem>
      <MenuItem icon={ArrowRight} onSelect={() => layout.set((now) => moved(all, now, column.id, 1))}>
        {grid.right}
      </MenuItem>
      <MenuItem icon={EyeOff} onSelect={() => layout.set((now) => withShown(now, column.id, false))}>
        {grid.hide}
      </MenuItem>
    </Menu>
  );
}
