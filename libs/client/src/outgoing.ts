import { DomainError, refuseUnstorable, type JsonObject } from '@daybook/timeline-domain';
import { DaybookError } from './daybook-error.js';
import type { NewEntry } from './types.js';

/** An entry on its way: with its id, as the text that is sent, however often. */
export interface Outgoing {
  readonly id: string;
  readonly incidentId: string;
  readonly text: string;
}

/**
 * What is sent of an entry. JSON would leave out or change some of what JavaScript has; such an entry is refused here,
 * since no service could know.
 *
 * @throws DaybookError `invalid_entry` that names the field
 */
export function outgoing(entry: NewEntry, makeId: () => string): Outgoing {
  const sent = { ...entry, id: entry.id ?? makeId() };
  try {
    refuseUnstorable(sent as unknown as JsonObject);
    return { id: sent.id, incidentId: sent.incidentId, text: JSON.stringify(sent) };
  } catch (cause) {
    const field = cause instanceof DomainError ? cause.field : undefined;
    throw new DaybookError('invalid_entry', (cause as Error).message, {
      ...(field !== undefined && { field }),
      cause,
    });
  }
}
