import { Search, X } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { Kbd } from '@/components/ui/facts';
import { toast } from '@/components/ui/toast';
import type { Check } from '@/lib/filters';
import { logs } from '@/texts/logs';
import { findUser } from './queries';
import { takeTyped } from './shortcuts';
import { searchOf, type View } from './view';

const WAIT_MS = 300;

interface Props {
  view: View;
  asOf: number;
  inputRef: RefObject<HTMLInputElement | null>;
  /** Somebody stopped typing. */
  onWords: (text: string) => void;
  /** Filters were typed: what is left of the text, and they. */
  onTyped: (text: string, checks: Check[]) => void;
  onLabels: (labels: Record<string, string>) => void;
  /** Backspace where there is nothing left to delete. */
  onBack: () => void;
}

/** Full text search. `model:x`, `cost:>0.01` and the like become chips at a space or Enter. */
export function SearchBox({ view, asOf, inputRef, onWords, onTyped, onLabels, onBack }: Props) {
  const asked = searchOf(view.filter);
  const [text, setText] = useState(asked);
  const latest = useRef({ onWords, onTyped });
  useEffect(() => {
    latest.current = { onWords, onTyped };
  });
  // What the address says wins: Back and links change it.
  const sent = useRef(asked);
  useEffect(() => {
    if (asked !== sent.current) setText(asked);
    sent.current = asked;
  }, [asked]);
  useEffect(() => {
    if (text.trim() === sent.current.trim()) return undefined;
    const timer = setTimeout(() => {
      sent.current = text.trim();
      latest.current.onWords(text.trim());
    }, WAIT_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const take = async (value: string): Promise<void> => {
    const { text: rest, checks, users } = takeTyped(value, view.kind);
    if (checks.length + users.length === 0) return;
    setText(rest);
    sent.current = rest;
    const people = await usersOf(view, asOf, users, onLabels);
    latest.current.onTyped(rest, [...checks, ...people]);
  };
  return (
    <div className="relative w-80 max-w-full min-w-0">
      <Search size={14} className="pointer-events-none absolute top-2 left-2.5 text-subtle" aria-hidden />
      <input
        ref={inputRef}
        type="text"
        aria-label={logs.searchLabel}
        placeholder={logs.searchHint}
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setText(event.target.value);
          if (/\s$/.test(event.target.value)) void take(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void take(text);
          else if (event.key === 'Escape') event.currentTarget.blur();
          else if (event.key === 'Backspace' && text === '') onBack();
        }}
        className="h-7.5 w-full rounded-md border border-line-strong bg-surface pr-8 pl-8 placeholder:text-subtle"
      />
      {text === '' ? (
        <span className="pointer-events-none absolute top-1.5 right-2">
          <Kbd>/</Kbd>
        </span>
      ) : (
        <button type="button" aria-label={logs.clearSearch} onClick={() => setText('')} className="absolute top-0.5 right-1 grid size-6.5 place-items-center rounded-md text-subtle hover:text-fg">
          <X size={13} aria-hidden />
        </button>
      )}
    </div>
  );
}

/** The filter by users takes the server's numbers; people type names. */
async function usersOf(view: View, asOf: number, names: string[], onLabels: Props['onLabels']): Promise<Check[]> {
  const found = await Promise.all(names.map(async (name) => [name, await findUser(view, asOf, name).catch(() => undefined)] as const));
  for (const [name, id] of found) if (id === undefined) toast.info(logs.noSuchUser(name));
  const ids = found.flatMap(([name, id]) => (id === undefined ? [] : [{ id, name }]));
  onLabels(Object.fromEntries(ids.map(({ id, name }) => [id, name])));
  return ids.length === 0 ? [] : [{ id: 'users', params: { users: ids.map(({ id }) => id) } }];
}
