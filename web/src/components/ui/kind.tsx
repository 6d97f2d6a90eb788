import { Binary, Bot, Database, Link2, type LucideIcon, Megaphone, MessageCircle, MessagesSquare, Sparkles, Wrench } from 'lucide-react';

/** A kind of run as the pages tell them apart. */
export type Kind = 'llm' | 'agent' | 'chain' | 'tool' | 'retriever' | 'embedding' | 'thread' | 'chat' | 'event';

const LOOKS: Record<Kind, { icon: LucideIcon; label: string; colour: string }> = {
  llm: { icon: Sparkles, label: 'LLM', colour: 'llm' },
  agent: { icon: Bot, label: 'Agent', colour: 'agent' },
  chain: { icon: Link2, label: 'Chain', colour: 'chain' },
  tool: { icon: Wrench, label: 'Tool', colour: 'tool' },
  retriever: { icon: Database, label: 'Retriever', colour: 'retriever' },
  embedding: { icon: Binary, label: 'Embedding', colour: 'embedding' },
  thread: { icon: MessagesSquare, label: 'Thread', colour: 'thread' },
  chat: { icon: MessageCircle, label: 'Message', colour: 'thread' },
  event: { icon: Megaphone, label: 'Event', colour: 'event' },
};

const NAMES: Record<string, Kind> = { embed: 'embedding', 'custom-event': 'event', convo: 'thread', message: 'chat' };

/** The kind of a run's `type`, also for types that nobody has thought of. */
export function kindOf(type: string): Kind {
  if (type in LOOKS) return type as Kind;
  return NAMES[type] ?? 'chain';
}

export function kindLabel(kind: Kind): string {
  return LOOKS[kind].label;
}

/** The colour of a kind as a CSS value. */
export function kindColour(kind: Kind): string {
  return `var(--k-${LOOKS[kind].colour})`;
}

export function KindIcon({ kind, size = 14, failed }: { kind: Kind; size?: number; failed?: boolean }) {
  const { icon: Icon, label } = LOOKS[kind];
  const colour = failed ? 'var(--err)' : kindColour(kind);
  const style = { width: size + 6, height: size + 6, color: colour, background: `color-mix(in oklab, ${colour} 13%, transparent)` };
  return (
    <span role="img" aria-label={label} title={label} className="inline-grid shrink-0 place-items-center rounded-[5px]" style={style}>
      <Icon size={size} strokeWidth={2} aria-hidden />
    </span>
  );
}
