import type { JsonObject } from './content.js';
import { textDetail } from './entry-types.js';
import { ENTRY_LIMITS } from './entry.js';
import { DomainError } from './errors.js';

/** The type of the entry that makes an incident a part of another one, named by `details.into`. */
export const MERGE = 'merge';

/** The incident that a merge names; undefined where it names none that could be meant. */
export function mergeTarget(sent: JsonObject): string | undefined {
  const into = textDetail(sent, 'into');
  if (into === undefined || into.length > ENTRY_LIMITS.incidentId) return undefined;
  return into === sent['incidentId'] ? undefined : into;
}

/** @throws DomainError `invalid_entry` for a merge that names no other incident; any other entry passes */
export function checkMerge(sent: JsonObject): void {
  if (sent['type'] !== MERGE || mergeTarget(sent) !== undefined) return;
  const field = 'details.into';
  throw new DomainError(
    'invalid_entry',
    `${field} must be the id of another incident, of 1 to ${ENTRY_LIMITS.incidentId} characters`,
    field,
  );
}
