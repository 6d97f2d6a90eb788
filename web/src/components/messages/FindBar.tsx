import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { IconButton } from '@/components/ui/button';
import { messages } from '@/texts/messages';

interface Props {
  text: string;
  onWords: (text: string) => void;
  /** One-based; 0 for none. */
  at: number;
  count: number;
  onStep: (by: number) => void;
  onClose: () => void;
}

export function FindBar({ text, onWords, at, count, onStep, onClose }: Props) {
  return (
    <div role="search" className="sticky top-0 z-10 mb-2.5 flex items-center gap-1 rounded-lg border bg-raised py-1 pr-1 pl-2.5 shadow-card">
      <input
        autoFocus
        aria-label={messages.find}
        placeholder={messages.findPlaceholder}
        value={text}
        onChange={(event) => onWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape') onClose();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
        className="h-7 min-w-0 flex-1 bg-transparent outline-none placeholder:text-subtle"
      />
      <span role="status" className="num text-xs whitespace-nowrap text-subtle">
        {text.trim() !== '' && messages.hits(at, count)}
      </span>
      <IconButton label={messages.previousHit} disabled={count === 0} onClick={() => onStep(-1)}>
        <ChevronUp size={14} aria-hidden />
      </IconButton>
      <IconButton label={messages.nextHit} disabled={count === 0} onClick={() => onStep(1)}>
        <ChevronDown size={14} aria-hidden />
      </IconButton>
      <IconButton label={messages.closeFind} onClick={onClose}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  );
}
