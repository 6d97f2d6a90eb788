// Spans side by side: each in the first lane that is free when it begins. Pure.

interface Stretch {
  start: number;
  end: number;
}

/** The lane of each of these, which are in the order of their start, and how many lanes there are: at least one, at most `most`. */
export function lanesOf(spans: Stretch[], most: number): { laneOf: number[]; count: number } {
  const ends: number[] = [];
  const laneOf = spans.map(({ start, end }) => {
    const free = ends.findIndex((busyTo) => busyTo <= start);
    const lane = free >= 0 ? free : ends.length < most ? ends.length : ends.reduce((least, busyTo, at) => (busyTo < ends[least]! ? at : least), 0);
    ends[lane] = end;
    return lane;
  });
  return { laneOf, count: Math.max(1, ends.length) };
}
