import { createStored, useStore } from '@/lib/store';

export type Density = 'compact' | 'normal' | 'comfortable';

/** How high the rows of all tables are; the person's own. */
export const density = createStored<Density>('density', 'normal');

const HEIGHTS: Record<Density, number> = { compact: 28, normal: 36, comfortable: 56 };

/** In pixels. */
export function useRowHeight(): number {
  return HEIGHTS[useStore(density)] ?? HEIGHTS.normal;
}
