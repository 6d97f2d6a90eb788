import { expect, test } from 'vitest';
import { nameOf, shown } from './keys';

const NONE = { metaKey: false, ctrlKey: false, altKey: false, shiftKey: false };

test('what is pressed has one name', () => {
  expect(nameOf({ ...NONE, key: 'k', metaKey: true })).toBe('mod+k');
  expect(nameOf({ ...NONE, key: 'k', ctrlKey: true })).toBe('mod+k');
  expect(nameOf({ ...NONE, key: 'E', shiftKey: true })).toBe('shift+e');
  expect(nameOf({ ...NONE, key: '?', shiftKey: true })).toBe('?');
  expect(nameOf({ ...NONE, key: '[' })).toBe('[');
  expect(nameOf({ ...NONE, key: 'ArrowUp', altKey: true })).toBe('alt+ArrowUp');
});

test('shortcuts are written as the keyboard has them', () => {
  expect(shown('mod+k')).toBe('Ctrl K');
  expect(shown('g l')).toBe('G L');
  expect(shown('shift+e')).toBe('Shift E');
});
