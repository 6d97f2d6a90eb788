import { expect, test } from 'vitest';
import { type Entry, matches, wordsOf } from './audit-model';

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
