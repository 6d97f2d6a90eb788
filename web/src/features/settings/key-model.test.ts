import { expect, test } from 'vitest';
import { endOf, hasEnded, keyName } from './key-model';

const NOW = new Date('2026-11-23T12:00:00Z');

test('a key ends when it was said, or never', () => {
  expect(endOf('never', NOW)).toBeNull();
  expect(endOf('month', NOW)).toBe('2026-12-23T12:00:00.000Z');
  expect(hasEnded({ expiresAt: '2026-11-23T11:59:59Z' }, NOW)).toBe(true);
  expect(hasEnded({ expiresAt: '2026-11-24T00:00:00Z' }, NOW)).toBe(false);
  expect(hasEnded({ expiresAt: null }, NOW)).toBe(false);
});

test('keys that came with the project have a name too', () => {
  expect(keyName({ kind: 'public', name: null })).toBe('Project id');
  expect(keyName({ kind: 'private', name: 'backend' })).toBe('backend');
});
