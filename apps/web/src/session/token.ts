import { useSyncExternalStore } from 'react';

/** Of this tab alone, and gone with it. */
const KEY = 'daybook-token';
const listeners = new Set<() => void>();
let refusal: string | undefined;

/**
 * Takes a token that was passed as `#token=…` and takes it off the address, so that it stands in no history, bookmark or
 * copied link. A fragment is never sent to a server.
 */
export function takeTokenFromAddress(): void {
  const passed = new URLSearchParams(location.hash.slice(1)).get('token');
  if (passed === null) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  if (passed.trim() !== '') sessionStorage.setItem(KEY, passed.trim());
}

export function keepToken(token: string): void {
  refusal = undefined;
  sessionStorage.setItem(KEY, token);
  tell();
}

/** @param why the services refused it, if they did */
export function forgetToken(why?: string): void {
  refusal = why;
  sessionStorage.removeItem(KEY);
  tell();
}

export function useToken(): string | null {
  return useSyncExternalStore(subscribe, () => sessionStorage.getItem(KEY));
}

/** Why the last token is of no use any more. */
export function useTokenRefusal(): string | undefined {
  return useSyncExternalStore(subscribe, () => refusal);
}

/** Also hears of a link with a token that is followed while the page is open. */
function subscribe(listener: () => void): () => void {
  const onHash = () => {
    takeTokenFromAddress();
    listener();
  };
  listeners.add(listener);
  addEventListener('hashchange', onHash);
  return () => {
    listeners.delete(listener);
    removeEventListener('hashchange', onHash);
  };
}

function tell(): void {
  for (const listener of listeners) listener();
}
