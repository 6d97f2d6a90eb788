import { expect, test } from 'vitest';
import { type Entry, matches, placed, wordsOf } from './audit-model';

const ENTRY = { action: 'invite', resourceType: 'team_member', userName: 'Ana Lind', userEmail: 'ana@example.org', ipAddress: '192.0.2.7' } as Entry;

test('what was done has words, also where nobody has written any', () => {
  expect(wordsOf(ENTRY)).toEqual({ action: 'Invited', resource: 'team' });
  expect(wordsOf({ action: 'login', resourceType: 'team_member' })).toEqual({ action: 'Logged in', resource: '' });
  expect(wordsOf({ action: 'turn_around', resourceType: 'new_thing' })).toEqual({ action: 'turn around', resource: 'new thing' });
});

test('all words have to be there, in any order', () => {
  expect(matches(ENTRY, 'invited ana')).toBe(true);
  expect(matches(ENTRY, '192.0 team')).toBe(true);
  expect(matches(ENTRY, 'ana deleted')).toBe(false);
});

test('what was done to a project has its name, in sight and in a search', () => {
  const made = { ...ENTRY, action: 'create', resourceType: 'project', resourceId: 'p1', projectName: null } as Entry;
  const projects = [{ id: 'p1', name: 'Shop' }];
  expect(placed(made, projects).projectName).toBe('Shop');
  expect(matches(placed(made, projects), 'shop')).toBe(true);
  expect(placed(made, []).projectName).toBeNull();
  expect(placed({ ...made, projectName: 'Old name' }, projects).projectName).toBe('Old name');
  expect(placed({ ...ENTRY, resourceId: 'p1' } as Entry, projects).projectName).toBeUndefined();
});
