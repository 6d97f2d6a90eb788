// A run's texts as one list of things to read, one below the other.

import { pretty } from './json';
import { wordsOf } from './parse';
import type { Content, Message } from './types';

/** What went in or what came out. */
export interface Section {
  label: string;
  content: Content;
  /** Facts about all of it, such as its tokens; shown at its last message. */
  aside?: string;
}

export type Item = { kind: 'message'; message: Message; aside?: string } | { kind: 'content'; label: string; content: Exclude<Content, { kind: 'messages' }>; aside?: string };

/** Something that holds nothing is left out beside something that holds more: an error without an answer. */
export function itemsOf(sections: Section[]): Item[] {
  const filled = sections.filter(({ content }) => content.kind !== 'nothing');
  const shown = filled.some(({ content }) => content.kind === 'error') ? filled : sections;
  return shown.flatMap(({ label, content, aside }): Item[] => {
    if (content.kind !== 'messages') return [{ kind: 'content', label, content, aside }];
    return content.messages.map((message, index) => ({ kind: 'message', message, aside: index === content.messages.length - 1 ? aside : undefined }));
  });
}

export function wordsOfItem(item: Item): string {
  if (item.kind === 'message') return wordsOf(item.message);
  const { content } = item;
  switch (content.kind) {
    case 'text':
      return content.text;
    case 'json':
      return pretty(content.value);
    case 'error':
      return [content.message, content.detail].filter(Boolean).join('\n');
    case 'documents':
      return content.documents.map((document) => [document.title, document.source, document.text].filter(Boolean).join('\n')).join('\n');
    default:
      return '';
  }
}

/** Which item holds the call with this id; -1 for none. */
export function itemOfCall(items: Item[], id: string): number {
  return items.findIndex((item) => item.kind === 'message' && item.message.parts.some((part) => part.kind === 'call' && part.call.id === id));
}
