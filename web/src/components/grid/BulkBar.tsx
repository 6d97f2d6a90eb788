import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { integer } from '@/lib/format';
import { grid } from '@/texts/grid';

interface Props {
  count: number;
  onClear: () => void;
  children: ReactNode;
}

/** What can be done with what is chosen, at the foot of a table. */
export function BulkBar({ count, onClear, children }: Props) {
  return (
    <div role="toolbar" aria-label={grid.bulk} className="pop absolute bottom-4 left-1/2 z-20 flex max-w-[calc(100%-32px)] -translate-x-1/2 items-center gap-1 overflow-x-auto rounded-lg bg-ink p-1 text-on-ink shadow-pop">
      <span className="num px-2 whitespace-nowrap" role="status">
        {integer(count)} {grid.selected}
      </span>
      {children}
      <button type="button" aria-label={grid.clearSelection} data-tip={grid.clearSelection} onClick={onClear} className="grid size-7 shrink-0 place-items-center rounded-md hover:bg-[color-mix(in_oklab,var(--on-ink)_15%,transparent)]">
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}

export const BULK_BUTTON = 'inline-flex h-7 items-center gap-1.5 rounded-md px-2 whitespace-nowrap hover:bg-[color-mix(in_oklab,var(--on-ink)_15%,transparent)] disabled:opacity-50';
