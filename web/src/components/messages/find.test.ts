import { expect, test } from 'vitest';
import { hitsIn, pieces } from './find';

test('every hit is found, whatever its case', () => {
  expect(hitsIn(['Refund the refund', 'nothing', 'REFUND'], ' refund ')).toEqual([
    { message: 0, place: 0 },
    { message: 0, place: 1 },
    { message: 2, place: 0 },
  ]);
  expect(hitsIn(['a'], '')).toEqual([]);
});

test('the pieces make the text again', () => {
  expect(pieces('Refund the refund', 'refund')).toEqual(['', 'Refund', ' the ', 'refund', '']);
  expect(pieces('İstanbul', 'i').join('')).toBe('İstanbul');
  expect(pieces('abc', '')).toEqual(['abc']);
});
