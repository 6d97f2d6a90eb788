import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { cn } from '@/lib/cn';

interface Props {
  label: string;
  /** In pixels, of what lies at the `side` of it. */
  size: number;
  min: number;
  max: number;
  side: 'left' | 'right';
  onSize: (size: number) => void;
  className?: string;
  /** Where it stands, if it is placed by hand. */
  left?: number;
}

const KEY_PX = 16;

/** A line that can be dragged, or moved by the arrow keys. */
export function Splitter({ label, size, min, max, side, onSize, className, left }: Props) {
  const drag = useRef<{ x: number; size: number } | null>(null);
  const sign = side === 'left' ? 1 : -1;
  const set = (next: number): void => onSize(Math.round(Math.max(min, Math.min(max, next))));
  const onKey = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -KEY_PX, ArrowRight: KEY_PX }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    set(size + step * sign);
  };
  const onMove = (event: PointerEvent): void => {
    if (drag.current) set(drag.current.size + (event.clientX - drag.current.x) * sign);
  };
  return (
    // A separator that moves is a control: it has a value and the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round(size)}
      aria-valuemin={min}
      aria-valuemax={Math.round(max)}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onKeyDown={onKey}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { x: event.clientX, size };
      }}
      onPointerMove={onMove}
      onPointerUp={() => {
        drag.current = null;
      }}
      style={left === undefined ? undefined : { left }}
      className={cn('z-10 w-1.5 shrink-0 cursor-col-resize touch-none hover:bg-accent/40 focus-visible:bg-accent/40', className)}
    />
  );
}
