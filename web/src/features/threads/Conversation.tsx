import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { threads } from '@/texts/threads';
import { EventNote } from './Bubbles';
import { type Below, type Item, pauseWords, shownTry, type Turn } from './model';
import { TurnRow } from './TurnRow';

interface Props {
  items: Item[];
  below: Map<string, Below>;
  chosen: ReadonlyMap<string, number>;
  selected: Turn | undefined;
  isRaw: boolean;
  onSelect: (turn: Turn) => void;
  onTry: (turn: Turn, step: 1 | -1) => void;
}

/** The messages from the first to the last, of which only what is in sight is drawn. */
export function Conversation({ items, below, chosen, selected, isRaw, onSelect, onTry }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised by a compiler
  const virtual = useVirtualizer({ count: items.length, getScrollElement: () => scroller.current, estimateSize: () => 160, overscan: 6, gap: 10, paddingStart: 16, paddingEnd: 48, getItemKey: (index) => items[index]?.id ?? index });
  const at = selected ? items.indexOf(selected) : -1;
  const last = useRef(-1);
  useEffect(() => {
    if (at < 0 || at === last.current) return;
    const isFirst = last.current === -1;
    last.current = at;
    if (!isFirst || at > 0) virtual.scrollToIndex(at, { align: isFirst ? 'center' : 'auto' });
  }, [at, virtual]);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard
    <div ref={scroller} role="region" aria-label={threads.conversation} tabIndex={0} data-testid="conversation" id="chat-replay" className="min-h-0 min-w-0 flex-1 overflow-auto outline-offset-[-2px]">
      <div className="relative mx-auto max-w-[760px]" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const item = items[index]!;
          return (
            <div key={key} ref={virtual.measureElement} data-index={index} className="absolute inset-x-0 top-0 px-4" style={{ transform: `translateY(${start}px)` }}>
              {item.kind === 'pause' && <p className="py-2 text-center text-xs text-subtle">{threads.pause(pauseWords(item.ms))}</p>}
              {item.kind === 'event' && <EventNote run={item.run} />}
              {item.kind === 'turn' && (
                <TurnRow turn={item} chosen={chosen} below={below.get(shownTry(item, chosen).id)} isSelected={item === selected} isRaw={isRaw} onSelect={() => onSelect(item)} onTry={(step) => onTry(item, step)} />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
