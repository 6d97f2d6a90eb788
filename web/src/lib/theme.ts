// System, light or dark. The script in index.html does the same before the first paint; both read `theme`.

import { createStore } from './store';

export type Theme = 'system' | 'light' | 'dark';

const THEMES: Theme[] = ['system', 'light', 'dark'];

function kept(): Theme {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem('theme')) ?? 'system';
  } catch {
    return 'system';
  }
}

export const theme = createStore<Theme>(typeof localStorage === 'undefined' ? 'system' : kept());

export function setTheme(next: Theme): void {
  localStorage.setItem('theme', next);
  theme.set(next);
  paint();
}

function paint(): void {
  const isDark = theme.get() === 'dark' || (theme.get() === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', isDark);
}

/** Follows the system while nothing else was chosen. */
export function followSystem(): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)');
  media.addEventListener('change', paint);
  return () => media.removeEventListener('change', paint);
}
