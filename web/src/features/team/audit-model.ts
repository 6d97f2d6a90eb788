import type { components } from '@/api/schema';
import { ACTIONS, RESOURCES } from '@/texts/audit';

export type Entry = components['schemas']['AuditLog'];

/** What was done and on what, in words; who logs in does that on nothing; a pair that nobody has thought of is shown as it is stored. */
export function wordsOf(entry: Pick<Entry, 'action' | 'resourceType'>): { action: string; resource: string } {
  const plain = (word: string): string => word.replaceAll('_', ' ');
  const isOwn = entry.action === 'login' || entry.action === 'logout';
  return { action: ACTIONS[entry.action] ?? plain(entry.action), resource: isOwn ? '' : (RESOURCES[entry.resourceType] ?? plain(entry.resourceType)) };
}

/** The entry with the name of the project that something was done to: what is done to a project is not done in one. */
export function placed(entry: Entry, projects: { id: string; name: string }[]): Entry {
  if (entry.projectName || entry.resourceType !== 'project') return entry;
  return { ...entry, projectName: projects.find(({ id }) => id === entry.resourceId)?.name ?? null };
}

/** Whether all of the words are somewhere in what the table shows of this entry. */
export function matches(entry: Entry, words: string): boolean {
  const { action, resource } = wordsOf(entry);
  const parts = [entry.userName, entry.userEmail, action, resource, entry.projectName, entry.ipAddress, entry.resourceId];
  const text = parts.filter(Boolean).join(' ').toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}
