import { expect, test } from 'vitest';
import { GROUPS, inProject, permitted, startPage } from './navigation';

test('an entry is there only for those who may read it, and no group is empty', () => {
  for (const group of permitted(GROUPS, ['teamMembers.list'])) {
    expect(group.entries.length).toBeGreaterThan(0);
    for (const { permissions } of group.entries) expect(permissions.length === 0 || permissions.includes('teamMembers.list')).toBe(true);
  }
  const all = GROUPS.flatMap((group) => group.entries.flatMap((entry) => entry.permissions));
  expect(permitted(GROUPS, all).flatMap((group) => group.entries)).toEqual(GROUPS.flatMap((group) => group.entries));
});

test('another project shows the same page, without what belonged to the old one', () => {
  expect(inProject('p', '/settings', { tab: 'keys', projectId: 'o' })).toEqual({ to: '/settings', search: { tab: 'keys', type: undefined, projectId: 'p' } });
  expect(inProject('p', '/logs', { type: 'tool', filters: 'x=1', selected: 'r' }).search).toEqual({ tab: undefined, type: 'tool', projectId: 'p' });
  expect(inProject('p', '/traces/1', { span: '2' })).toEqual({ to: '/logs', search: { type: 'trace', projectId: 'p' } });
});

test('everybody has a page to begin with', () => {
  expect(startPage([])).toEqual({ to: '/settings' });
});

test('no two entries share a name or a key', () => {
  const entries = GROUPS.flatMap((group) => group.entries);
  expect(new Set(entries.map((entry) => entry.id)).size).toBe(entries.length);
  const letters = entries.map((entry) => entry.key).filter(Boolean);
  expect(new Set(letters).size).toBe(letters.length);
});
