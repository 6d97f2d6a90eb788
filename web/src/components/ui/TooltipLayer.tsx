import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { shown } from '@/lib/keys';

const DELAY_MS = 300;
const GRACE_MS = 100;
const GAP = 6;
const EDGE = 8;

interface Tip {
  target: HTMLElement;
  label: string;
  keys?: string;
  side: string;
}

function tipOf(target: EventTarget | null): Tip | null {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
  const { tip: label, tipKeys: keys, tipSide: side = 'top' } = element?.dataset ?? {};
  return element && label ? { target: element, label, keys, side } : null;
}

/** Whether it may be shown now: what is gone has none, nor has what has opened a menu or a box, which it would cover. */
function isDue({ target }: Tip): boolean {
  return target.isConnected && target.getAttribute('aria-expanded') !== 'true';
}

/** Where the box of a tip goes: on its side, or on the other one where there is no room, never over the edge. */
export function placeTip(target: DOMRect, box: { width: number; height: number }, side: string, view: { width: number; height: number }): { left: number; top: number } {
  const middle = { x: target.left + target.width / 2 - box.width / 2, y: target.top + target.height / 2 - box.height / 2 };
  const above = target.top - box.height - GAP;
  const below = target.bottom + GAP;
  const fitsAbove = above >= EDGE;
  const fitsBelow = below + box.height <= view.height - EDGE;
  const byHeight = side === 'bottom' ? (fitsBelow ? below : above) : fitsAbove ? above : below;
  const beside = side === 'right' ? target.right + GAP : target.left - box.width - GAP;
  const isBeside = side === 'left' || side === 'right';
  const clamp = (value: number, size: number, room: number): number => Math.max(EDGE, Math.min(value, room - size - EDGE));
  return { left: clamp(isBeside ? beside : middle.x, box.width, view.width), top: clamp(isBeside ? middle.y : byHeight, box.height, view.height) };
}

/** Shows the tip of what is hovered or focused; Esc, a press and scrolling take it away. */
export function TooltipLayer() {
  const [tip, setTip] = useState<Tip | null>(null);
  useEffect(() => listen(setTip), []);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!tip || !box.current) return;
    const at = placeTip(tip.target.getBoundingClientRect(), box.current.getBoundingClientRect(), tip.side, { width: innerWidth, height: innerHeight });
    box.current.style.translate = `${at.left}px ${at.top}px`;
  }, [tip]);
  if (!tip) return null;
  return createPortal(
    <div ref={box} role="tooltip" className="pointer-events-auto fixed top-0 left-0 z-70 flex max-w-80 items-center gap-2 rounded-md bg-ink px-2 py-1 text-xs text-on-ink">
      {tip.label}
      {tip.keys && <kbd className="font-mono text-2xs opacity-70">{shown(tip.keys)}</kbd>}
    </div>,
    document.body,
  );
}

function listen(show: (tip: Tip | null) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: Tip | null = null;
  const set = (tip: Tip | null): void => {
    clearTimeout(timer);
    current = tip;
    show(tip);
  };
  const later = (tip: Tip | null, ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => set(tip && isDue(tip) ? tip : null), ms);
  };
  const onOver = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') return;
    if (event.target instanceof Element && event.target.closest('[role=tooltip]')) return clearTimeout(timer);
    const tip = tipOf(event.target);
    if (tip?.target === current?.target) return tip ? clearTimeout(timer) : undefined;
    // Going from one control to the next does not wait again.
    return later(tip, tip && current ? 0 : tip ? DELAY_MS : GRACE_MS);
  };
  const onFocus = (event: FocusEvent): void => {
    if (event.target instanceof Element && event.target.matches(':focus-visible')) set(tipOf(event.target));
  };
  const off = (): void => {
    if (current) set(null);
    else clearTimeout(timer);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' || event.key === 'Enter' || event.key === ' ') off();
  };
  const abort = new AbortController();
  const { signal } = abort;
  document.addEventListener('pointerover', onOver, { signal });
  document.addEventListener('focusin', onFocus, { signal });
  document.addEventListener('focusout', off, { signal });
  document.addEventListener('pointerdown', off, { signal, capture: true });
  document.addEventListener('keydown', onKey, { signal, capture: true });
  document.addEventListener('scroll', off, { signal, capture: true, passive: true });
  return () => {
    clearTimeout(timer);
    abort.abort();
  };
}
