import { ChevronLeft, ChevronRight, CircleAlert, ThumbsDown, ThumbsUp } from 'lucide-react';
import { thumbOf } from '@/components/run/facts';
import { visible } from '@/components/messages/Words';
import { IconButton } from '@/components/ui/button';
import { Time } from '@/components/ui/facts';
import { cn } from '@/lib/cn';
import { threads } from '@/texts/threads';
import { Bubbles } from './Bubbles';
import { type Below, shownTry, type Turn } from './model';

interface Props {
  turn: Turn;
  chosen: ReadonlyMap<string, number>;
  below: Below | undefined;
  isSelected: boolean;
  isRaw: boolean;
  onSelect: () => void;
  onTry: (step: 1 | -1) => void;
}

export function TurnRow({ turn, chosen, below, isSelected, isRaw, onSelect, onTry }: Props) {
  const run = shownTry(turn, chosen);
  const at = turn.tries.indexOf(run);
  const thumb = thumbOf(run.feedback);
  return (
    // The keys J and K do the same.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <section aria-label={threads.turn(turn.number)} aria-current={isSelected || undefined} data-testid="turn" onClick={onSelect} className={cn('rounded-xl border border-transparent px-3 py-2', isSelected && 'border-accent/40 bg-selected/40')}>
      <div className="mb-1.5 flex h-6 items-center gap-2 text-2xs text-subtle">
        <Time at={run.createdAt} />
        {turn.tries.length > 1 && (
          // Going to another try selects the turn with that try, not with the one that was shown.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
          <span role="group" aria-label={threads.triesName} className="flex items-center" onClick={(event) => event.stopPropagation()}>
            <IconButton label={threads.previousTry} className="size-6" disabled={at === 0} onClick={() => onTry(-1)}>
              <ChevronLeft size={13} aria-hidden />
            </IconButton>
            <span className="num">{threads.tries(at + 1, turn.tries.length)}</span>
            <IconButton label={threads.nextTry} keys="r" className="size-6" disabled={at === turn.tries.length - 1} onClick={() => onTry(1)}>
              <ChevronRight size={13} aria-hidden />
            </IconButton>
          </span>
        )}
        <span className="ml-auto flex items-center gap-1.5">
          {thumb === 'up' && <ThumbsUp size={12} className="text-ok" aria-label={threads.liked} />}
          {thumb === 'down' && <ThumbsDown size={12} className="text-err" aria-label={threads.disliked} />}
        </span>
      </div>
      <Bubbles run={run} isRaw={isRaw} />
      {below && below.errors > 0 && (
        <p className="mt-2 flex items-start gap-1.5 text-xs text-err">
          <CircleAlert size={13} className="mt-px shrink-0" aria-hidden />
          <span className="break-words">{visible(below.error ?? threads.failed)}</span>
        </p>
      )}
    </section>
  );
}
