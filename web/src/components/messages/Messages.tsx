import { useVirtualizer } from '@tanstack/react-virtual';
import { type Ref, type RefObject, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { ContentView } from './Content';
import { FindBar } from './FindBar';
import { hitsIn, Needle } from './find';
import { type Item, itemOfCall, itemsOf, type Section, wordsOfItem } from './items';
import { MessageBlock } from './MessageBlock';

const WINDOWED_FROM = 60;

interface Props {
  sections: Section[];
  /** What scrolls around it. */
  scroller: RefObject<HTMLElement | null>;
  /** Markdown as it was written. */
  isRaw: boolean;
  isFinding: boolean;
  onFinding: (isFinding: boolean) => void;
}

/** A run as people read it: its messages, or whatever else went in and came out. */
export function Messages({ sections, scroller, isRaw, isFinding, onFinding }: Props) {
  const items = useMemo(() => itemsOf(sections), [sections]);
  const [opened, setOpened] = useState<Record<number, boolean>>({});
  const place = useRef<HTMLDivElement>(null);
  const list = useRef<ListHandle>(null);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const needle = isFinding ? text.trim().toLowerCase() : '';
  const hits = useMemo(() => (needle === '' ? [] : hitsIn(items.map(wordsOfItem), needle)), [items, needle]);
  const hit = hits[at];
  const show = useCallback((index: number) => {
    setOpened((now) => ({ ...now, [index]: true }));
    list.current?.goTo(index);
  }, []);
  useEffect(() => {
    if (hit) list.current?.goTo(hit.message);
  }, [hit]);
  useMarked(place, hit);
  const step = (by: number): void => setAt((now) => (hits.length === 0 ? 0 : (now + by + hits.length) % hits.length));
  const onCall = useCallback(
    (id: string) => {
      const index = itemOfCall(items, id);
      if (index >= 0) show(index);
    },
    [items, show],
  );
  const draw = (item: Item, index: number) => (
    <OneItem item={item} isRaw={isRaw} isOpen={hit?.message === index || opened[index]} onOpen={(isOpen) => setOpened((now) => ({ ...now, [index]: isOpen }))} onCall={onCall} />
  );
  const List = items.length > WINDOWED_FROM ? WindowedList : PlainList;
  return (
    <Needle value={needle}>
      {isFinding && (
        <FindBar
          text={text}
          onWords={(next) => {
            setText(next);
            setAt(0);
          }}
          at={hits.length === 0 ? 0 : at + 1}
          count={hits.length}
          onStep={step}
          onClose={() => onFinding(false)}
        />
      )}
      <div ref={place}>
        <List items={items} draw={draw} scroller={scroller} handle={list} />
      </div>
    </Needle>
  );
}

interface ItemProps {
  item: Item;
  isRaw: boolean;
  isOpen: boolean | undefined;
  onOpen: (isOpen: boolean) => void;
  onCall: (id: string) => void;
}

function OneItem({ item, ...rest }: ItemProps) {
  if (item.kind === 'message') return <MessageBlock message={item.message} aside={item.aside} {...rest} />;
  return (
    <div role="group" aria-label={item.label}>
      <div className="mb-1 flex items-baseline justify-between text-xs text-subtle">
        <h3 className="font-medium">{item.label}</h3>
        <span className="num">{item.aside}</span>
      </div>
      <ContentView content={item.content} />
    </div>
  );
}

/** Marks the hit that somebody is at among all that are marked, and brings it into sight. */
function useMarked(place: RefObject<HTMLDivElement | null>, hit: { message: number; place: number } | undefined): void {
  useEffect(() => {
    if (!hit) return undefined;
    const frame = requestAnimationFrame(() => {
      const marks = place.current?.querySelectorAll<HTMLElement>(`[data-item="${hit.message}"] mark`) ?? [];
      for (const mark of place.current?.querySelectorAll('mark[data-here]') ?? []) mark.removeAttribute('data-here');
      const mark = marks[Math.min(hit.place, marks.length - 1)];
      mark?.setAttribute('data-here', '');
      mark?.scrollIntoView({ block: 'center' });
    });
    return () => cancelAnimationFrame(frame);
  }, [place, hit]);
}

interface ListHandle {
  goTo: (index: number) => void;
}

interface ListProps {
  items: Item[];
  draw: (item: Item, index: number) => React.ReactNode;
  scroller: RefObject<HTMLElement | null>;
  handle: Ref<ListHandle>;
}

function PlainList({ items, draw, scroller, handle }: ListProps) {
  useImperativeHandle(handle, () => ({ goTo: (index) => scroller.current?.querySelector(`[data-item="${index}"]`)?.scrollIntoView({ block: 'nearest' }) }));
  return (
    <div className="space-y-2.5">
      {items.map((item, index) => (
        <div key={index} data-item={index}>
          {draw(item, index)}
        </div>
      ))}
    </div>
  );
}

/** Long conversations: only what is in sight is drawn. */
function WindowedList({ items, draw, scroller, handle }: ListProps) {
  const place = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const outer = scroller.current;
    if (!outer || !place.current) return;
    setMargin(place.current.getBoundingClientRect().top - outer.getBoundingClientRect().top + outer.scrollTop);
  }, [scroller]);
  // oxlint-disable-next-line react/incompatible-library -- the pages are not compiled, and its functions are not handed on
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 90,
    overscan: 6,
    gap: 10,
    scrollMargin: margin,
  });
  useImperativeHandle(handle, () => ({ goTo: (index) => virtual.scrollToIndex(index, { align: 'start' }) }));
  return (
    <div ref={place} style={{ height: virtual.getTotalSize(), position: 'relative' }}>
      {virtual.getVirtualItems().map(({ index, key, start }) => {
        const item = items[index];
        return (
          <div key={key} ref={virtual.measureElement} data-index={index} data-item={index} className="absolute inset-x-0 top-0" style={{ transform: `translateY(${start - margin}px)` }}>
            {item && draw(item, index)}
          </div>
        );
      })}
    </div>
  );
}
