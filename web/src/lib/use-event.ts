import { useCallback, useEffect, useRef } from 'react';

/** A function that stays the same and always does what the latest drawing says: for handlers of memoised parts. */
export function useEvent<Args extends unknown[], Result>(run: (...args: Args) => Result): (...args: Args) => Result {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  return useCallback((...args: Args) => latest.current(...args), []);
}
