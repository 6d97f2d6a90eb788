import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import { createStored, useStore } from '@/lib/store';
import { run as texts } from '@/texts/run';

const LEAST = 400;
const MOST_SHARE = 0.7;
const STEP = 32;

const USUAL = 560;
/** What the sidebar and a list of two columns need. */
const LIST = 520;

const stored = createStored<number>('panel-width', USUAL);

/** How wide the panel may be, beside a list that stays. */
function fitting(width: number): number {
  const wanted = width === USUAL ? Math.min(width, innerWidth - LIST) : width;
  return Math.round(Math.max(LEAST, Math.min(wanted, innerWidth * MOST_SHARE)));
}

/** The same for style sheets, so that it goes along with the window. */
function fittingStyle(width: number): string {
  return width === USUAL ? `max(${LEAST}px, min(${USUAL}px, 100vw - ${LIST}px))` : `max(${LEAST}px, min(${width}px, ${MOST_SHARE * 100}vw))`;
}

/** The width of the side panel, which is the person's, and the edge to drag. */
export function usePanelWidth(): { width: string; edge: ReactNode } {
  const kept = useStore(stored);
  const width = fitting(kept);
  const from = useRef<{ x: number; width: number } | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    from.current = { x: event.clientX, width };
    event.currentTarget.setPointerCapture(event.pointerId);
    event.preventDefault();
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (from.current) stored.set(fitting(from.current.width + from.current.x - event.clientX));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    stored.set(fitting(width + by));
  };
  const edge = (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex -- a separator that can be moved is a control
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={texts.resize}
      aria-valuenow={width}
      aria-valuemin={LEAST}
      aria-valuemax={Math.round(innerWidth * MOST_SHARE)}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        from.current = null;
      }}
      onDoubleClick={() => stored.set(USUAL)}
      onKeyDown={onKeyDown}
      className="absolute inset-y-0 -left-1 z-10 hidden w-2 cursor-col-resize border-accent outline-none hover:border-l-2 focus-visible:border-l-2 lg:block"
    />
  );
  return { width: fittingStyle(kept), edge };
}
