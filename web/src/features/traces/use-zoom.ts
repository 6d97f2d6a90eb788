// The part of the time axis that is in sight. In the URL as milliseconds of the trace, written when the hand rests.

import { useEffect, useRef, useState } from 'react';
import { type Axis, clampZoom, type Zoom } from './axis';

const REST_MS = 250;

interface Options {
  /** Where nothing else is asked for. */
  initial: () => Zoom | null;
  from: string | undefined;
  to: string | undefined;
  onRest: (range: { from?: string; to?: string }) => void;
}

export function useZoom(axis: Axis, { initial, from, to, onRest }: Options): [Zoom | null, (zoom: Zoom | null) => void] {
  const [range, setRange] = useState<[number, number] | null>(() => {
    const zoom = from === undefined ? initial() : null;
    return zoom ? [axis.toMs(zoom[0]), axis.toMs(zoom[1])] : readRange(from, to);
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const set = (zoom: Zoom | null): void => {
    const next: [number, number] | null = zoom && [axis.toMs(zoom[0]), axis.toMs(zoom[1])];
    setRange(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onRest(next ? { from: next[0].toFixed(1), to: next[1].toFixed(1) } : { from: undefined, to: undefined }), REST_MS);
  };
  // Kept in milliseconds: so it stays where it is when the trace grows or the pauses change.
  return [range && clampZoom(axis, axis.toUnits(range[0]), axis.toUnits(range[1])), set];
}

function readRange(from: string | undefined, to: string | undefined): [number, number] | null {
  const range: [number, number] = [Number(from ?? Number.NaN), Number(to ?? Number.NaN)];
  return Number.isFinite(range[0]) && Number.isFinite(range[1]) && range[1] > range[0] ? range : null;
}
