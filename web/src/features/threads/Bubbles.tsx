import { Megaphone } from 'lucide-react';
import { type Run } from '@/api/runs';
import { ContentView } from '@/components/messages/Content';
import { PartView } from '@/components/messages/Parts';
import { contentOf } from '@/components/messages/parse';
import type { Content, Message } from '@/components/messages/types';
import { visible } from '@/components/messages/Words';
import { Time } from '@/components/ui/facts';
import { cn } from '@/lib/cn';
import { threads } from '@/texts/threads';

/** What was said in one try: questions at the right, answers at the left. */
export function Bubbles({ run, isRaw }: { run: Run; isRaw: boolean }) {
  const output = contentOf(run.output);
  return (
    <div className="space-y-2">
      <Side content={contentOf(run.input)} isRaw={isRaw} isAsked />
      {output.kind === 'nothing' ? <p className="px-1 text-xs text-subtle">{threads.noAnswer}</p> : <Side content={output} isRaw={isRaw} />}
    </div>
  );
}

function Side({ content, isRaw, isAsked = false }: { content: Content; isRaw: boolean; isAsked?: boolean }) {
  if (content.kind === 'nothing') return null;
  if (content.kind !== 'messages') {
    return (
      <div className={cn('max-w-[88%]', isAsked && 'ml-auto')}>
        <ContentView content={content} />
      </div>
    );
  }
  return content.messages.map((message, index) => <Bubble key={index} message={message} isRaw={isRaw} isAsked={isAsked} />);
}

function Bubble({ message, isRaw, isAsked }: { message: Message; isRaw: boolean; isAsked: boolean }) {
  const isUser = message.role === 'user' || (isAsked && message.role === 'other');
  const isPlain = message.role === 'assistant' || message.role === 'user' || message.role === 'other';
  return (
    <div className={cn('w-fit max-w-[88%] rounded-xl px-3.5 py-2 text-base', isUser ? 'ml-auto rounded-br-sm bg-accent-soft' : isPlain ? 'rounded-bl-sm border bg-surface' : 'rounded-bl-sm border bg-sunken text-sm')}>
      <span className={isPlain && !message.name ? 'sr-only' : 'mb-0.5 block text-2xs font-medium text-subtle'}>{visible([message.roleName ?? message.role, message.name].filter(Boolean).join(' '))}</span>
      <div className="space-y-2">
        {message.parts.map((part, index) => (
          <PartView key={index} part={part} role={message.role} citations={message.citations} isRaw={isRaw} />
        ))}
      </div>
    </div>
  );
}

/** Something that happened between the messages. */
export function EventNote({ run }: { run: Run }) {
  const metadata = Object.entries((run.metadata as Record<string, unknown> | null) ?? {}).filter(([name]) => name !== 'enrichment');
  return (
    <div className="flex items-center gap-3 py-1 text-xs text-muted">
      <span aria-hidden className="h-px flex-1 bg-line" />
      <span className="flex max-w-[70%] items-center gap-1.5">
        <Megaphone size={12} className="shrink-0 text-subtle" aria-label={threads.event} />
        <span className="truncate">
          {visible(run.name ?? threads.event)}
          {metadata.length > 0 && <span className="text-subtle"> · {visible(metadata.map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`).join(', '))}</span>}
        </span>
        <Time at={run.createdAt} className="shrink-0 text-2xs text-subtle" />
      </span>
      <span aria-hidden className="h-px flex-1 bg-line" />
    </div>
  );
}
