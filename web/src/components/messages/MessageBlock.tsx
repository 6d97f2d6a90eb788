import { ChevronRight } from 'lucide-react';
import { useContext, useState } from 'react';
import { CopyButton } from '@/components/ui/copy';
import { cn } from '@/lib/cn';
import { count } from '@/lib/format';
import { messages as texts } from '@/texts/messages';
import { Needle } from './find';
import { cut, startsFolded } from './fold';
import { pretty } from './json';
import { wordsOf } from './parse';
import { CallLink, PartView } from './Parts';
import { visible } from './Words';
import type { Message, Part, Role } from './types';

const DOTS: Record<Role, string> = { system: 'bg-subtle', user: 'bg-k-llm', assistant: 'bg-k-retriever', tool: 'bg-k-tool', api: 'bg-warn', error: 'bg-err', other: 'bg-subtle' };

interface Props {
  message: Message;
  isRaw: boolean;
  /** Facts at the right of the head, such as a count of tokens. */
  aside?: string;
  /** Folded or not, where somebody decided; else as its role has it. */
  isOpen?: boolean;
  onOpen?: (isOpen: boolean) => void;
  onCall?: (id: string) => void;
}

/** One message: who said it, and what. */
export function MessageBlock({ message, isRaw, aside, isOpen, onOpen, onCall }: Props) {
  const open = isOpen ?? !startsFolded(message);
  const calls = message.parts.filter((part) => part.kind === 'call').length;
  const facts = [aside, calls > 0 ? count(calls, texts.toolCall, texts.toolCalls) : ''].filter(Boolean).join(' · ');
  const isQuiet = message.role === 'system' || message.role === 'tool';
  return (
    <article className={cn('group/message overflow-hidden rounded-lg border', isQuiet ? 'bg-sunken' : 'bg-surface')}>
      <div className="flex h-8 items-center pr-1 hover:bg-hover">
        <button type="button" aria-expanded={open} onClick={() => onOpen?.(!open)} className="flex h-full min-w-0 flex-1 items-center gap-2 px-2.5 text-left text-xs outline-offset-[-2px]">
          <ChevronRight size={12} className={cn('shrink-0 text-subtle transition-transform', open && 'rotate-90')} aria-hidden />
          <span className={cn('size-1.5 shrink-0 rounded-full', DOTS[message.role])} aria-hidden />
          <span className="max-w-48 shrink-0 truncate font-medium">{visible(message.roleName ?? texts.roles[message.role])}</span>
          {message.name && <span className="min-w-0 truncate font-mono text-subtle">{visible(message.name)}</span>}
          {!open && <Peek message={message} />}
          {facts && <span className="num ml-auto shrink-0 text-subtle">{facts}</span>}
        </button>
        {message.callId && <CallLink id={message.callId} onCall={onCall} />}
        <CopyButton text={wordsOf(message)} label={texts.copyMessage} className="w-0 min-w-0 overflow-hidden px-0 group-hover/message:w-6 focus-visible:w-6" />
      </div>
      {open && (
        <div className="space-y-2 pt-0.5 pr-3 pb-3 pl-[30px] leading-[21px]">
          {message.parts.length === 0 && <p className="text-subtle">{texts.empty}</p>}
          {message.parts.map((part, index) => (
            <LongPart key={index} part={part} message={message} isRaw={isRaw} onCall={onCall} />
          ))}
        </div>
      )}
    </article>
  );
}

/** The first words of a folded message. */
function Peek({ message }: { message: Message }) {
  return <span className="min-w-0 truncate text-subtle">{visible(wordsOf(message).slice(0, 160))}</span>;
}

type PartProps = { part: Part; message: Message; isRaw: boolean; onCall?: (id: string) => void };

/** A piece of a message; a long one is cut until somebody wants all of it. */
function LongPart({ part, message, isRaw, onCall }: PartProps) {
  const [isWhole, setWhole] = useState(false);
  const needle = useContext(Needle);
  const short = shortened(part);
  const shown = isWhole || needle !== '' || short === null ? part : short.part;
  return (
    <>
      <PartView part={shown} role={message.role} citations={message.citations} isRaw={isRaw} onCall={onCall} />
      {shown !== part && (
        <button type="button" onClick={() => setWhole(true)} className="h-6 rounded-md text-xs font-medium text-accent-fg hover:underline">
          {texts.showAll(short?.hidden ?? 0)}
        </button>
      )}
    </>
  );
}

function shortened(part: Part): { part: Part; hidden: number } | null {
  if (part.kind === 'text' || part.kind === 'thought' || part.kind === 'refusal') {
    const { text, hidden } = cut(part.text);
    return hidden > 0 ? { part: { ...part, text }, hidden } : null;
  }
  if (part.kind === 'json' || part.kind === 'answer') {
    const { text, hidden } = cut(pretty(part.value));
    return hidden > 0 ? { part: { ...part, value: text }, hidden } : null;
  }
  return null;
}
