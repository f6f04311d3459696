import { useSyncExternalStore } from 'react';

/** How the two services stood at their last answers, as the headers of these told. */
export interface Standing {
  /** How far the reading side is behind, in milliseconds. */
  readonly lagMs?: number;
  /** How an answer was made in another way than usual, e.g. `timeline-from-log`. */
  readonly degraded?: string;
  /** What the services do without; absent: nothing. */
  readonly queryMode?: string;
  readonly commandMode?: string;
  /** The service that gave no answer at all when it was asked last. */
  readonly unreachable?: 'query-service' | 'command-service';
}

let standing: Standing = {};
const listeners = new Set<() => void>();

/** As fetch, and notes what the headers of each answer tell of the service. */
export function watchedFetch(commandUrl: string): typeof globalThis.fetch {
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const service = url.startsWith(commandUrl) ? 'command-service' : 'query-service';
    try {
      const response = await fetch(input, init);
      note(service, response.headers);
      return response;
    } catch (error) {
      if (!(init?.signal?.aborted ?? false)) change({ ...standing, unreachable: service });
      throw error;
    }
  };
}

function note(service: 'query-service' | 'command-service', headers: Headers): void {
  const { unreachable, ...rest } = standing;
  const mode = headers.get('daybook-mode') ?? undefined;
  const others = unreachable !== undefined && unreachable !== service && { unreachable };
  if (service === 'command-service') {
    const { commandMode: _, ...kept } = rest;
    change({ ...kept, ...others, ...(mode !== undefined && { commandMode: mode }) });
    return;
  }
  const { queryMode: _, degraded: __, lagMs: ___, ...kept } = rest;
  const lag = headers.get('daybook-lag-ms');
  const degraded = headers.get('daybook-degraded');
  change({
    ...kept,
    ...others,
    ...(mode !== undefined && { queryMode: mode }),
    ...(lag !== null && { lagMs: Number(lag) }),
    ...(degraded !== null && { degraded }),
  });
}

function change(next: Standing): void {
  standing = next;
  for (const listener of listeners) listener();
}

export function useStanding(): Standing {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => standing,
  );
}
