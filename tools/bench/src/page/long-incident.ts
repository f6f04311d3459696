import { makeFact } from '../facts.js';

export const LONG_INCIDENT = 'long';
const SECOND_MS = 1_000;

/** An incident that is over: an entry a second, up to now. */
export function* longIncident(count: number): Generator<object, never> {
  const begin = Date.now() - count * SECOND_MS;
  for (let ordinal = 0; ordinal < count; ordinal += 1) {
    yield {
      ...makeFact(LONG_INCIDENT, ordinal),
      ...(ordinal === count - 1 && { type: 'resolve' }),
      occurredAt: new Date(begin + ordinal * SECOND_MS).toISOString(),
    };
  }
  throw new Error(`there are no more than ${count} entries`);
}
