import { expect, test } from 'vitest';
import { placeTip } from './TooltipLayer';

const VIEW = { width: 1000, height: 600 };
const BOX = { width: 100, height: 24 };

function rect(left: number, top: number): DOMRect {
  return { left, top, width: 28, height: 28, right: left + 28, bottom: top + 28 } as DOMRect;
}

test('a tip lies on its side, on the other one without room there, and never over the edge', () => {
  expect(placeTip(rect(500, 300), BOX, 'top', VIEW)).toEqual({ left: 464, top: 270 });
  expect(placeTip(rect(500, 4), BOX, 'top', VIEW)).toEqual({ left: 464, top: 38 });
  expect(placeTip(rect(500, 570), BOX, 'bottom', VIEW)).toEqual({ left: 464, top: 540 });
  expect(placeTip(rect(500, 300), BOX, 'right', VIEW)).toEqual({ left: 534, top: 302 });
  expect(placeTip(rect(960, 300), BOX, 'top', VIEW)).toEqual({ left: 892, top: 270 });
  expect(placeTip(rect(2, 300), BOX, 'left', VIEW)).toEqual({ left: 8, top: 302 });
});
