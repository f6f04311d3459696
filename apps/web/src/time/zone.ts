import { useMemo, useSyncExternalStore } from 'react';
import { clockTimes, isZone, type ClockTimes } from './clock-times.js';

const KEY = 'daybook-zone';
const listeners = new Set<() => void>();
/** Of the machine that the browser runs on. */
export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function chosenZone(): string {
  const kept = localStorage.getItem(KEY);
  return kept !== null && isZone(kept) ? kept : ownZone;
}

export function chooseZone(zone: string): void {
  localStorage.setItem(KEY, zone);
  for (const listener of listeners) listener();
}

export function useZone(): string {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, chosenZone);
}

export function useClockTimes(): ClockTimes {
  const zone = useZone();
  return useMemo(() => clockTimes(zone), [zone]);
}
