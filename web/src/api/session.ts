// Who is signed in: the token that the server gave, and which project the pages show. The names in local storage are those
// of Lunary's dashboard, so that whoever moves over stays signed in where the token is still good.

import { createStore, createStored } from '@/lib/store';

const TOKEN = 'auth-token';
const PROJECT = 'projectId';

/** What the server told about the person, readable without a check: only the server's answer counts. */
interface Claims {
  email?: string;
  exp?: number;
}

/** The project of sample data that was made in this browser, as long as it is there. */
export const sampleProject = createStored<string>('sample-project', '');

export const token = createStore<string | null>(readToken());

function readToken(): string | null {
  try {
    // Lunary's dashboard kept the token as JSON.
    const kept = localStorage.getItem(TOKEN)?.replace(/^"(.*)"$/, '$1');
    return kept || null;
  } catch {
    return null;
  }
}

export function claimsOf(value: string): Claims {
  try {
    const part = value.split('.')[1] ?? '';
    return JSON.parse(atob(part.replaceAll('-', '+').replaceAll('_', '/'))) as Claims;
  } catch {
    return {};
  }
}

/** Whether there is a token that has not run out. */
export function isSignedIn(now: number = Date.now()): boolean {
  const value = token.get();
  return value !== null && (claimsOf(value).exp ?? 0) * 1000 > now;
}

export function signIn(value: string): void {
  localStorage.setItem(TOKEN, value);
  token.set(value);
}

/** Forgets the session in this browser. The address is kept for the log-in page. */
export function forgetSession(): { email?: string } {
  const value = token.get();
  localStorage.removeItem(TOKEN);
  sessionStorage.removeItem(PROJECT);
  token.set(null);
  project.set(null);
  return value === null ? {} : { email: claimsOf(value).email };
}

/** The project that the pages show; every request about a project names it. */
export const project = createStore<string | null>(null);

export function chooseProject(id: string): void {
  sessionStorage.setItem(PROJECT, id);
  localStorage.setItem(PROJECT, id);
  project.set(id);
}

/** The first of these that there is: the one of the link, the one of this tab, the one used last, any. */
export function pickProject(known: string[], wanted?: string): string | undefined {
  const kept = [wanted, sessionStorage.getItem(PROJECT), localStorage.getItem(PROJECT)];
  return kept.find((id) => id && known.includes(id)) ?? known[0];
}

// Another tab that signs out or in takes this one along.
if (typeof window !== 'undefined') {
  window.addEventListener('storage', (event) => {
    if (event.key === TOKEN) token.set(readToken());
  });
}
