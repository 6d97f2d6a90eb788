import { expect, test } from 'vitest';
import type { Me, Member } from '@/api/account';
import { canManage, type Invitation, matching, rolesToGive, rowsOf } from './model';

function member(id: string, role: string, name: string | null = id): Member {
  return { id, role, name, email: `${id}@example.org` } as Member;
}

const OWNER = member('olga', 'owner') as Me;
const ADMIN = member('adam', 'admin') as Me;

test('people are found by name and address, invited ones too', () => {
  const rows = rowsOf([member('olga', 'owner', 'Olga Stein'), member('mia', 'member', null)], [{ id: 'i', email: 'New@example.org', role: 'viewer' } as Invitation]);
  const ids = (words: string, role = ''): string[] => matching(rows, words, role).map((row) => row.id);
  expect(ids('')).toEqual(['olga', 'mia', 'i']);
  expect(ids('stein')).toEqual(['olga']);
  expect(ids(' NEW ')).toEqual(['i']);
  expect(ids('example', 'member')).toEqual(['mia']);
});

test('nobody gives more than they have', () => {
  expect(rolesToGive(OWNER).map((role) => role.id)).toContain('owner');
  expect(rolesToGive(ADMIN).map((role) => role.id)).toEqual(['admin', 'member', 'viewer', 'collaborator', 'prompt_editor', 'analytics']);
});

test('nobody manages themselves or the owner, and admins not each other', () => {
  expect(canManage(OWNER, OWNER as Member)).toBe(false);
  expect(canManage(OWNER, member('adam', 'admin'))).toBe(true);
  expect(canManage(ADMIN, member('other', 'admin'))).toBe(false);
  expect(canManage(ADMIN, member('olga', 'owner'))).toBe(false);
  expect(canManage(ADMIN, member('mia', 'member'))).toBe(true);
});
