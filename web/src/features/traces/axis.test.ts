import { expect, test } from 'vitest';
import { clampZoom, firstZoom, fit, follow, makeAxis, niceStep, pan, placeBar, tickLabel, ticksOf, zoomAt } from './axis';
import { buildTrace, type Trace } from './tree';

function trace(...leaves: [number, number][]): Trace {
  const end = Math.max(...leaves.map(([, to]) => to));
  const nodes = leaves.map(([startMs, endMs], at) => ({ id: `l${at}`, parentId: 'r', type: 'tool', startMs, endMs, status: 'success' }));
  return buildTrace([{ id: 'r', type: 'agent', startMs: 0, endMs: end, status: 'success' }, ...nodes])!;
}

const BUSY = trace([0, 400], [400, 1000]);
const PAUSED = trace([0, 1000], [601_000, 602_000]);

test('a trace without a pause is drawn to scale', () => {
  const axis = makeAxis(BUSY, true);
  expect(axis.gaps).toEqual([]);
  expect(axis.length).toBe(1000);
  expect(axis.toUnits(250)).toBe(250);
});

test('a long pause is drawn short, and only if that is wanted', () => {
  const axis = makeAxis(PAUSED, true);
  expect(axis.gaps).toEqual([{ from: 1000, to: 601_000 }]);
  expect(axis.length).toBeLessThan(2200);
  expect(makeAxis(PAUSED, false).length).toBe(602_000);
});

test('what lies on the axis comes back as the time it was, in and around pauses', () => {
  const axis = makeAxis(trace([0, 500], [90_000, 91_000], [400_000, 400_700]), true);
  for (const ms of [0, 250, 500, 30_000, 90_500, 100_000, 400_600, 400_700]) expect(axis.toMs(axis.toUnits(ms))).toBeCloseTo(ms, 3);
  const units = [0, 500, 90_000, 91_000, 400_000, 400_700].map(axis.toUnits);
  expect(units).toEqual(units.toSorted((one, other) => one - other));
});

test('points in time with pauses between them have room', () => {
  const axis = makeAxis(trace([0, 0], [60_000, 60_000], [120_000, 120_000]), true);
  expect(axis.gaps).toHaveLength(2);
  expect(axis.length).toBeGreaterThan(0);
  expect(axis.toUnits(120_000)).toBeGreaterThan(axis.toUnits(60_000));
});

test('coming nearer leaves what is under the pointer where it is', () => {
  const axis = makeAxis(BUSY, true);
  expect(zoomAt(axis, null, 250, 0.5)).toEqual([125, 625]);
  expect(zoomAt(axis, [125, 625], 250, 4)).toBeNull();
});

test('the part in sight stays within the trace', () => {
  const axis = makeAxis(BUSY, true);
  expect(clampZoom(axis, -100, 200)).toEqual([0, 300]);
  expect(clampZoom(axis, 900, 1200)).toEqual([700, 1000]);
  expect(clampZoom(axis, 500, 500)).toEqual([500, 500.5]);
  expect(pan(axis, [0, 100], 1)).toEqual([100, 200]);
  expect(pan(axis, [0, 100], -1)).toEqual([0, 100]);
  expect(pan(axis, null, 1)).toBeNull();
  expect(fit(axis, BUSY.root)).toBeNull();
  expect(fit(axis, BUSY.byId.get('l0')!)).toEqual([0, 464]);
});

test('it opens near a span that would be a dot, and goes along with what is selected', () => {
  const steps = Array.from({ length: 50 }, (_, at) => [
    { id: `s${at}`, parentId: 'r', type: 'chain', startMs: at * 100, endMs: at * 100 + 100, status: 'success' },
    { id: `t${at}`, parentId: `s${at}`, type: 'tool', startMs: at * 100, endMs: at * 100 + 10, status: 'success' },
  ]).flat();
  const long = buildTrace([{ id: 'r', type: 'agent', startMs: 0, endMs: 5000, status: 'success' }, ...steps])!;
  const axis = makeAxis(long, true);
  expect(firstZoom(axis, long.byId.get('t9')!)).toEqual([892, 1008]);
  expect(firstZoom(axis, long.root)).toBeNull();
  expect(follow(axis, [892, 1008], long.byId.get('t9')!)).toEqual([892, 1008]);
  expect(follow(axis, [892, 1008], long.byId.get('t30')!)).toEqual([2947, 3063]);
  expect(follow(axis, null, long.byId.get('t30')!)).toBeNull();
});

test('bars end at the edge, are never invisible, and have their label where there is room', () => {
  const axis = makeAxis(BUSY, true);
  expect(placeBar(axis, null, 500, { from: 0, to: 400 })).toEqual({ left: 0, width: 200, label: { side: 'inside', px: 0 } });
  expect(placeBar(axis, null, 500, { from: 0, to: 1 })).toEqual({ left: 0, width: 2, label: { side: 'right', px: 2 } });
  expect(placeBar(axis, null, 500, { from: 999, to: 1000 })).toMatchObject({ label: { side: 'left' } });
  expect(placeBar(axis, [500, 600], 500, { from: 0, to: 550 })).toMatchObject({ left: 0, width: 250 });
  expect(placeBar(axis, [500, 600], 500, { from: 0, to: 100 })).toBeNull();
  expect(placeBar(axis, [500, 600], 500, { from: 700, to: 800 })).toBeNull();
});

test('ticks stand at round times, apart from one another and outside of pauses', () => {
  const { ticks, stepMs } = ticksOf(makeAxis(BUSY, true), null, 600, 0);
  expect(stepMs).toBe(200);
  expect(ticks.map((tick) => tick.ms)).toEqual([0, 200, 400, 600, 800, 1000]);
  const axis = makeAxis(PAUSED, true);
  for (const { ms } of ticksOf(axis, null, 600, 0).ticks) expect(ms <= 1000 || ms >= 601_000).toBe(true);
});

test('steps are round in the unit that people count in', () => {
  expect([0.3, 3, 30, 84, 300, 2100, 21_000, 40_000, 70_000, 4_000_000].map(niceStep)).toEqual([0.5, 5, 50, 100, 500, 5000, 60_000, 60_000, 120_000, 7_200_000]);
});

test('a time on the axis has no more digits than its step', () => {
  expect(tickLabel(0, 100)).toBe('0');
  expect(tickLabel(250, 50)).toBe('250 ms');
  expect(tickLabel(1500, 500)).toBe('1.5 s');
  expect(tickLabel(12_000, 2000)).toBe('12 s');
  expect(tickLabel(90_000, 10_000)).toBe('1m 30s');
  expect(tickLabel(3_900_000, 300_000)).toBe('1h 05m');
  expect(tickLabel(-500, 500)).toBe('−0.5 s');
});
