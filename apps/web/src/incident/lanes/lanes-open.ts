import { useSyncExternalStore } from 'react';

const KEY = 'daybook-lanes';
/** Narrower than this the picture would leave no room for the column. */
const ROOMY = '(min-width: 48rem)';
const listeners = new Set<() => void>();

function isOpen(): boolean {
  const kept = localStorage.getItem(KEY);
  return kept === null ? matchMedia(ROOMY).matches : kept === 'open';
}

export function openLanes(open: boolean): void {
  localStorage.setItem(KEY, open ? 'open' : 'closed');
  for (const listener of listeners) listener();
}

/** Whether the picture is shown: as it was chosen in this browser, else where there is room for it. */
export function useLanesOpen(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, isOpen);
}
