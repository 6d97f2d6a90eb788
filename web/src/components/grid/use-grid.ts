// The moving parts of the grid: what is in sight, which row is marked, and what the keys do.

import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, type PointerEvent, type RefObject, useCallback, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { GridProps } from './DataGrid';
import { EVERYTHING, extended, NOTHING, toggled } from './selection';

const HEAD = 32;
const OVERSCAN = 12;
/** So many rows before the end, the next ones are asked for. */
const AHEAD = 30;
/** Faster than the first is fast, and stays so until it is slower than the second: each change draws all rows anew. */
const FAST_SCREENS_A_SECOND = [3, 1] as const;
const SLOW_AGAIN_MS = 120;
const POINT_MS = 80;

type Props<Row> = GridProps<Row> & { rowHeight: number; name: string };

export function useGrid<Row>(props: Props<Row>) {
  const { rows, rowKey, rowHeight, current, more } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const [marked, setActive] = useState<string | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  // oxlint-disable-next-line react/incompatible-library -- the pages are not compiled, and its functions are not handed on
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollMargin: HEAD,
    scrollPaddingStart: HEAD,
    useFlushSync: false,
  });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (more?.hasMore && !more.isLoading && !more.error && last >= rows.length - AHEAD) more.load();
  }, [last, rows.length, more]);

  const active = current ?? marked;
  const indexOf = useCallback((key: string | null) => (key === null ? -1 : latest.current.rows.findIndex((row) => latest.current.rowKey(row) === key)), []);
  const mark = useCallback(
    (index: number): void => {
      const { rows, rowKey, current, onOpen } = latest.current;
      const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
      if (row === undefined) return;
      setActive(rowKey(row));
      virtual.scrollToIndex(Math.max(0, Math.min(rows.length - 1, index)), { align: 'auto' });
      if (current !== undefined && current !== rowKey(row)) onOpen(row, { isNewTab: false });
    },
    [virtual],
  );
  const here = useCallback(() => indexOf(latest.current.current ?? marked), [indexOf, marked]);
  const choose = useChoice(latest, setActive);
  const focus = useCallback(() => scroller.current?.focus(), []);

  const onRow = useCallback((row: Row, _index: number, event: MouseEvent) => {
    setActive(latest.current.rowKey(row));
    latest.current.onOpen(row, { isNewTab: event.metaKey || event.ctrlKey });
  }, []);

  useImperativeHandle(props.handle, () => ({
    move: (by) => mark(here() + by),
    goTo: mark,
    open: () => openAt(latest.current, here()),
    choose: () => choose(here(), false),
    active: here,
    focus,
    toTop: () => scroller.current?.scrollTo({ top: 0 }),
  }));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== scroller.current) return;
    const page = Math.max(1, Math.floor((scroller.current.clientHeight - HEAD) / rowHeight) - 1);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -rows.length, End: rows.length };
    const step = steps[event.key];
    const isAll = event.key === 'a' && (event.metaKey || event.ctrlKey);
    if (step !== undefined) {
      if (event.key === 'ArrowUp' && here() === 0) head.current?.querySelector('button')?.focus();
      else if (event.shiftKey && here() >= 0) choose(here() + step, true);
      mark(here() + step);
    } else if (event.key === 'Enter') openAt(latest.current, here());
    else if (event.key === ' ') choose(here(), event.shiftKey);
    else if (isAll && props.selection) props.onSelection?.(EVERYTHING);
    else if (event.key === 'Escape' && props.selection && (props.selection.isAll || props.selection.keys.size > 0)) props.onSelection?.(NOTHING);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const { isFast, onScroll } = useSpeed(props.onAtTop);
  return { scroller, head, items, active, focus, onRow, onChoose: useChosen(choose), onKeyDown, isFast, onScroll, onPointerOver: usePointing(latest, rowKey) };
}

function openAt<Row>({ rows, onOpen }: GridProps<Row>, index: number): void {
  const row = rows[index];
  if (row !== undefined) onOpen(row, { isNewTab: false });
}

/** Takes rows in and out; with a range, all since the last one. */
function useChoice<Row>(latestRef: RefObject<Props<Row>>, mark: (key: string) => void) {
  const anchor = useRef<string | null>(null);
  return useCallback(
    (index: number, isRange: boolean): void => {
      const { rows, rowKey, selection, onSelection } = latestRef.current;
      const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
      if (row === undefined || index < 0 || !selection || !onSelection) return;
      const key = rowKey(row);
      const loaded = rows.map(rowKey);
      onSelection(isRange && anchor.current !== null ? extended(selection, anchor.current, key, loaded) : toggled(selection, key, loaded));
      if (!isRange) anchor.current = key;
      mark(key);
    },
    [latestRef, mark],
  );
}

function useChosen<Row>(choose: (index: number, isRange: boolean) => void) {
  return useCallback((_row: Row, index: number, isRange: boolean) => choose(index, isRange), [choose]);
}

/** Tells whether somebody scrolls so fast that words are enough, and whether the first row is in sight. */
function useSpeed(onAtTop: ((isAtTop: boolean) => void) | undefined) {
  const [isFast, setFast] = useState(false);
  const was = useRef({ top: 0, at: 0 });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onScroll = (event: { currentTarget: HTMLElement; timeStamp: number }): void => {
    const { scrollTop, clientHeight } = event.currentTarget;
    const seconds = Math.max(0.001, (event.timeStamp - was.current.at) / 1000);
    const speed = Math.abs(scrollTop - was.current.top) / clientHeight / seconds;
    was.current = { top: scrollTop, at: event.timeStamp };
    onAtTop?.(scrollTop < 2);
    if (seconds > 0.5) return;
    if (speed > FAST_SCREENS_A_SECOND[0]) setFast(true);
    if (speed < FAST_SCREENS_A_SECOND[1]) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setFast(false), SLOW_AGAIN_MS);
  };
  return { isFast, onScroll };
}

/** Tells which row the pointer rests on. */
function usePointing<Row>(latestRef: RefObject<Props<Row>>, rowKey: (row: Row) => string) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const seen = useRef<string | null>(null);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (event: PointerEvent): void => {
    if (!latestRef.current.onPoint || !(event.target instanceof Element)) return;
    const id = event.target.closest('[role=row]')?.id ?? '';
    const row = latestRef.current.rows[Number(id.slice(latestRef.current.name.length + 1))];
    if (row === undefined || id === '' || seen.current === rowKey(row)) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      seen.current = rowKey(row);
      latestRef.current.onPoint?.(row);
    }, POINT_MS);
  };
}
