import type { RefObject } from 'react';
import type { GridHandle } from './DataGrid';

/** Enter, wherever the focus is: it opens the row that is marked, but on a button it presses the button. */
export function openUnlessControl(grid: RefObject<GridHandle | null>): void {
  const focus = document.activeElement;
  if (focus instanceof HTMLElement && focus.closest('button, a, [role=tab], [role=radio], [role=separator]')) focus.click();
  else grid.current?.open();
}
