// What is said in the corner. The store is apart from the drawing, so that a page that says nothing loads nothing.

import { asApiError } from '@/api/error';
import { createStore } from '@/lib/store';

export interface Note {
  id: number;
  kind: 'ok' | 'info' | 'error';
  title: string;
  text?: string;
  action?: { label: string; run: () => void };
}

export const notes = createStore<Note[]>([]);
let nextId = 1;

/** One at a time: a later one takes the place of the one before. */
function show(note: Omit<Note, 'id'>): void {
  notes.set([{ ...note, id: nextId++ }]);
}

export const toast = {
  ok: (title: string, action?: Note['action']) => show({ kind: 'ok', title, action }),
  info: (title: string, text?: string) => show({ kind: 'info', title, text }),
  error: (title: string, text?: string) => show({ kind: 'error', title, text }),
  /** Says what did not work and why. */
  failure: (what: string, thrown: unknown) => show({ kind: 'error', title: what, text: asApiError(thrown).message }),
};
