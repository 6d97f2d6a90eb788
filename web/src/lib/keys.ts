// Shortcuts: what is registered works while its page or dialog is there, and `?` lists it. Single letters never fire inside
// inputs, and can be switched off altogether.

import { useEffect, useRef } from 'react';
import { createStore, createStored } from './store';

export interface Shortcut {
  /** `mod+k`, `shift+e`, `/`, or a sequence such as `g l`. `mod` is Cmd on a Mac and Ctrl elsewhere. */
  keys: string;
  label: string;
  run: () => void;
  /** Works inside inputs too; only for combinations with a modifier. */
  inInputs?: boolean;
}

interface Registered extends Shortcut {
  group: string;
}

/** What is registered now, the latest last: the latest wins. */
export const shortcuts = createStore<Registered[]>([]);
export const singleKeys = createStored<boolean>('single-keys', true);

const SEQUENCE_MS = 1000;
let pending = '';
let pendingUntil = 0;

export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** How a shortcut is written: `⌘K` on a Mac, `Ctrl K` elsewhere, `G L` for a sequence. */
export function shown(keys: string): string {
  const part = (key: string): string => {
    const names: Record<string, string> = isMac ? { mod: '⌘', shift: '⇧', alt: '⌥' } : { mod: 'Ctrl', shift: 'Shift', alt: 'Alt' };
    return names[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  };
  return keys.split(' ').map((combination) => combination.split('+').map(part).join(isMac ? '' : ' ')).join(' ');
}

/** Registers shortcuts for as long as the component is there. */
export function useShortcuts(group: string, list: Shortcut[], isOn = true): void {
  const latest = useRef(list);
  useEffect(() => {
    latest.current = list;
  });
  // What decides whether they are registered anew; what they do is always taken from the latest drawing.
  const names = list.map(({ keys, label, inInputs }) => [keys, label, inInputs ? 'everywhere' : ''].join('\t')).join('\n');
  useEffect(() => {
    if (!isOn || names === '') return undefined;
    const mine = names.split('\n').map((name, index): Registered => {
      const [keys = '', label = '', inInputs] = name.split('\t');
      return { keys, label, group, inInputs: inInputs !== '', run: () => latest.current[index]?.run() };
    });
    shortcuts.set((now) => [...now, ...mine]);
    return () => shortcuts.set((now) => now.filter((shortcut) => !mine.includes(shortcut)));
  }, [group, names, isOn]);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select') !== null;
}

/** The name of what was pressed, as in `Shortcut.keys`. */
export function nameOf(event: Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const isLetter = /^[a-z]$/.test(key) || event.key.length > 1;
  return [
    event.metaKey || event.ctrlKey ? 'mod+' : '',
    event.altKey ? 'alt+' : '',
    event.shiftKey && isLetter ? 'shift+' : '',
    key,
  ].join('');
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
  const name = nameOf(event);
  const hasModifier = name.startsWith('mod+') || name.startsWith('alt+');
  const typing = isTyping(event.target);
  if (!hasModifier && (typing || !singleKeys.get())) return;
  const sequence = pending !== '' && event.timeStamp < pendingUntil ? `${pending} ${name}` : name;
  const all = shortcuts.get().filter((shortcut) => !typing || shortcut.inInputs);
  const hit = all.findLast((shortcut) => shortcut.keys === sequence) ?? all.findLast((shortcut) => shortcut.keys === name);
  pending = '';
  if (hit) {
    event.preventDefault();
    hit.run();
  } else if (all.some((shortcut) => shortcut.keys.startsWith(`${name} `))) {
    pending = name;
    pendingUntil = event.timeStamp + SEQUENCE_MS;
  }
}

/** Called once, by the shell. */
export function listenForShortcuts(): () => void {
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
