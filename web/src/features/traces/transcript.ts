// A trace as one conversation: what was said to models and tools and what they answered, each thing once. Pure.

import type { Run } from '@/api/runs';
import { contentOf, errorContent, withoutEnrichments, wordsOf } from '@/components/messages/parse';
import type { Section } from '@/components/messages/items';
import type { Content, Message } from '@/components/messages/types';
import { messages as texts } from '@/texts/messages';
import { isFailed, type Span } from './tree';

const SPEAKING = new Set(['llm', 'tool', 'retriever']);

/** The spans that have something to say, in the order of time; of the rest those that failed by themselves. */
export function speaking(spans: Span[]): Span[] {
  const chosen = spans.filter((span) => SPEAKING.has(span.kind) || (isFailed(span) && !span.children.some((child) => child.totals.errors > 0)));
  return chosen.toSorted((one, other) => one.start - other.start || one.index - other.index);
}

export interface Entry {
  span: Span;
  /** `undefined`: its texts are not there yet. */
  sections: Section[] | undefined;
  /** How many messages of its input were read before. */
  repeated: number;
}

/** What each span adds to what was said before it. */
export function entriesOf(spans: Span[], runOf: (span: Span) => Run | undefined): Entry[] {
  const heard = new Set<string>();
  return spans.map((span) => {
    const run = runOf(span);
    return run ? { span, ...told(run, span, heard) } : { span, sections: undefined, repeated: 0 };
  });
}

function told(run: Run, span: Span, heard: Set<string>): { sections: Section[]; repeated: number } {
  const input = contentOf(withoutEnrichments(run.input));
  const output = contentOf(withoutEnrichments(run.output));
  const failure = errorContent(withoutEnrichments(run.error));
  const isSearch = run.type === 'retriever';
  const fresh = span.kind === 'llm' ? unheard(input, heard) : { content: input, repeated: 0 };
  remember(output, span, heard);
  const sections: Section[] = [
    { label: isSearch ? texts.query : texts.input, content: fresh.content },
    { label: isSearch ? texts.documents : texts.output, content: output },
    { label: texts.error, content: failure },
  ].filter(({ content }) => content.kind !== 'nothing');
  return { sections, repeated: fresh.repeated };
}

/** The messages that were not read before; those that are left count as read from now on. */
function unheard(input: Content, heard: Set<string>): { content: Content; repeated: number } {
  if (input.kind !== 'messages') return { content: input, repeated: 0 };
  const messages = input.messages.filter((message) => !heard.has(keyOf(message)));
  for (const message of messages) heard.add(keyOf(message));
  const repeated = input.messages.length - messages.length;
  return { content: messages.length > 0 ? { kind: 'messages', messages } : { kind: 'nothing' }, repeated };
}

/** What a model or a tool answered comes again in the input of the next call. */
function remember(output: Content, span: Span, heard: Set<string>): void {
  if (output.kind === 'messages') for (const message of output.messages) heard.add(keyOf(message));
  if (output.kind === 'text') heard.add(`${span.kind === 'llm' ? 'assistant' : span.kind} ${output.text.trim()}`);
  if (output.kind === 'json' && span.kind === 'tool') heard.add(`tool ${JSON.stringify(output.value)}`);
}

function keyOf(message: Message): string {
  const [only, ...others] = message.parts;
  if (message.role === 'tool' && only?.kind === 'json' && others.length === 0) return `tool ${JSON.stringify(only.value)}`;
  return `${message.role} ${wordsOf(message).trim()}`;
}
