import { cloneElement, type ReactElement } from 'react';

type Side = 'top' | 'right' | 'bottom' | 'left';

interface Props {
  label: string;
  /** A shortcut, as in lib/keys. */
  keys?: string;
  side?: Side;
  children: ReactElement<object>;
}

/**
 * What a control is, on hover and on focus. Only marks its child: one layer (TooltipLayer) shows all of them, so that a table
 * of a thousand buttons costs nothing. The child names itself; a tooltip is never its only name.
 */
export function Tooltip({ label, keys, side, children }: Props) {
  return cloneElement(children, { 'data-tip': label, 'data-tip-keys': keys, 'data-tip-side': side } as object);
}
