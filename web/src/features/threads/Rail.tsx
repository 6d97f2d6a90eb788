import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { thumbOf } from '@/components/run/facts';
import { cn } from '@/lib/cn';
import { threads } from '@/texts/threads';
import { type Below, shownTry, type Turn } from './model';

interface Props {
  turns: Turn[];
  below: Map<string, Below>;
  chosen: ReadonlyMap<string, number>;
  selected: Turn | undefined;
  onSelect: (turn: Turn) => void;
}

/** One tick a turn: where it failed and what people thought. */
export function Rail({ turns, below, chosen, selected, onSelect }: Props) {
  return (
    <nav aria-label={threads.rail} className="flex w-12 shrink-0 flex-col overflow-y-auto border-r py-3 max-sm:hidden">
      {turns.map((turn) => {
        const run = shownTry(turn, chosen);
        const isFailed = (below.get(run.id)?.errors ?? 0) > 0;
        const thumb = thumbOf(run.feedback);
        const label = [threads.turn(turn.number), isFailed && threads.failed, thumb === 'up' && threads.liked, thumb === 'down' && threads.disliked].filter(Boolean).join(', ');
        return (
          <button
            key={turn.id}
            type="button"
            aria-label={label}
            aria-current={turn === selected || undefined}
            onClick={() => onSelect(turn)}
            className="group flex h-6 shrink-0 items-center gap-1 pl-3"
          >
            <span className={cn('h-[3px] rounded-full transition-[width]', turn === selected ? 'w-6' : 'w-4 group-hover:w-5', isFailed ? 'bg-err' : turn === selected ? 'bg-fg' : 'bg-line-strong')} />
            {thumb === 'up' && <ThumbsUp size={10} className="text-ok" aria-hidden />}
            {thumb === 'down' && <ThumbsDown size={10} className="text-err" aria-hidden />}
          </button>
        );
      })}
    </nav>
  );
}
