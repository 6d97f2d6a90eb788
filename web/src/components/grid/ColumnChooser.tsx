import { Columns3 } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { IconButton } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import { Skeleton } from '@/components/ui/states';
import type { Store } from '@/lib/store';
import { grid } from '@/texts/grid';
import type { Column, Layout } from './layout';

const ColumnList = lazy(() => import('./ColumnList'));

/** Opens what can be changed about a table. */
export function ColumnChooser<Row>({ columns, layout }: { columns: Column<Row>[]; layout: Store<Layout> }) {
  const trigger = (
    <IconButton label={grid.columns}>
      <Columns3 size={15} aria-hidden />
    </IconButton>
  );
  return (
    <Popover label={grid.columns} trigger={trigger} align="end" width={270}>
      <Suspense fallback={<Skeleton className="m-3 h-40" />}>
        <ColumnList columns={columns as Column<never>[]} layout={layout} />
      </Suspense>
    </Popover>
  );
}
