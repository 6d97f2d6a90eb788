import { useSyncExternalStore } from 'react';

/** A value that components can watch and anything can set. */
export interface Store<T> {
  get: () => T;
  set: (next: T | ((now: T) => T)) => void;
  subscribe: (listener: () => void) => () => void;
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      const wanted = typeof next === 'function' ? (next as (now: T) => T)(value) : next;
      if (Object.is(wanted, value)) return;
      value = wanted;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}

/** A store that outlives the page in local storage under `perilune.<name>`. What cannot be read there is the default. */
export function createStored<T extends string | number | boolean | object>(name: string, initial: T): Store<T> {
  const key = `perilune.${name}`;
  const store = createStore(read(key, initial));
  store.subscribe(() => {
    try {
      localStorage.setItem(key, JSON.stringify(store.get()));
    } catch {
      // A full or forbidden storage costs a preference, not the page.
    }
  });
  return store;
}

function read<T>(key: string, initial: T): T {
  try {
    const text = localStorage.getItem(key);
    const value: unknown = text === null ? initial : JSON.parse(text);
    return typeof value === typeof initial && value !== null ? (value as T) : initial;
  } catch {
    return initial;
  }
}
