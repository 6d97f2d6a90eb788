import { Brain, CornerDownRight, ShieldX, Wrench } from 'lucide-react';
import { CopyButton } from '@/components/ui/copy';
import { messages } from '@/texts/messages';
import { isObject, opened, pretty } from './json';
import { JsonText } from './JsonText';
import { Markdown } from './Markdown';
import { Media } from './Media';
import type { Part, Role, ToolCall } from './types';
import { visible, Words } from './Words';

interface Props {
  part: Part;
  role: Role;
  citations: string[];
  isRaw: boolean;
  /** Leads from the answer of a tool to its call. */
  onCall?: (id: string) => void;
}

export function PartView({ part, role, citations, isRaw, onCall }: Props) {
  switch (part.kind) {
    case 'text':
      return <TextPart text={part.text} role={role} citations={citations} isRaw={isRaw} />;
    case 'thought':
      return (
        <div className="flex gap-2 border-l-2 pl-2.5 text-muted">
          <Brain size={13} className="mt-1 shrink-0 text-subtle" aria-label={messages.thought} />
          <p className="min-w-0 break-words whitespace-pre-wrap">
            <Words text={part.text} />
          </p>
        </div>
      );
    case 'refusal':
      return (
        <div className="flex gap-2 rounded-md bg-warn-soft px-2.5 py-2">
          <ShieldX size={14} className="mt-0.5 shrink-0 text-warn" aria-hidden />
          <p className="min-w-0 break-words whitespace-pre-wrap">
            <span className="font-medium text-warn">{messages.refused} </span>
            <Words text={part.text} />
          </p>
        </div>
      );
    case 'call':
      return <CallCard call={part.call} />;
    case 'answer':
      return (
        <div className="rounded-md border">
          <div className="flex h-7 items-center gap-1.5 border-b px-2.5 text-xs text-subtle">
            <CornerDownRight size={12} aria-hidden />
            {part.name ?? messages.toolAnswer}
            {part.id && <CallLink id={part.id} onCall={onCall} />}
          </div>
          <div className="px-2.5 py-2">
            <JsonText value={part.value} />
          </div>
        </div>
      );
    case 'media':
      return <Media part={part} />;
    case 'json':
      return <JsonText value={part.value} />;
  }
}

export function CallLink({ id, onCall }: { id: string; onCall?: (id: string) => void }) {
  if (!onCall) return <span className="ml-auto max-w-40 truncate font-mono text-2xs">{visible(id)}</span>;
  return (
    <button type="button" title={messages.toCall} onClick={() => onCall(id)} className="ml-auto max-w-40 truncate rounded px-1 font-mono text-2xs text-accent-fg hover:underline">
      {visible(id)}
    </button>
  );
}

/** What an assistant says is Markdown, or JSON; what others say is text. */
function TextPart({ text, role, citations, isRaw }: { text: string; role: Role; citations: string[]; isRaw: boolean }) {
  const json = role === 'assistant' ? opened(text) : text;
  if (typeof json === 'object' && json !== null && !isRaw) return <JsonText value={json} />;
  if (role === 'assistant' && !isRaw) return <Markdown text={text} citations={citations} />;
  return (
    <p className="break-words whitespace-pre-wrap">
      <Words text={text} />
    </p>
  );
}

function CallCard({ call }: { call: ToolCall }) {
  const isEmpty = isObject(call.args) && Object.keys(call.args).length === 0;
  return (
    <div className="group/call rounded-md border bg-surface" data-call={call.id}>
      <div className="flex h-8 items-center gap-2 px-2.5 text-xs">
        <Wrench size={13} className="shrink-0 text-k-tool" aria-hidden />
        <code className="min-w-0 truncate font-mono font-medium">
          <Words text={call.name} />
        </code>
        <span className="ml-auto min-w-0 truncate font-mono text-2xs text-subtle">{call.id && visible(call.id)}</span>
        <CopyButton text={pretty(call.args)} label={messages.copyArguments} className="-mr-1.5" />
      </div>
      {!isEmpty && (
        <div className="border-t px-2.5 py-2">
          <JsonText value={call.args} />
        </div>
      )}
    </div>
  );
}
