import type { Entry } from '@daybook/client';
import { durationText } from '../terminal/durations.js';

/** What of an entry is shown; a late one says by how much it came after it happened. */
export type ShownEntry = Entry & { readonly cameLate?: boolean };

interface Annotations {
  readonly summary: string;
  /** What stands below it, as somebody else may have written it. */
  readonly notes: readonly string[];
}

export function annotations(entry: ShownEntry, incidentId: string | undefined): Annotations {
  const { type, agent, channel, service, revised, moved, redacted, lateMs, cameLate } = entry;
  const notes = [
    ...(entry.incidentId === incidentId ? [] : [entry.incidentId]),
    type,
    nameOf(agent),
    typeOf(channel),
    nameOf(service),
    ...(cameLate && lateMs !== undefined ? [`told ${durationText(lateMs)} later`] : []),
    ...(revised ? [`revised by ${revised.recordedBy}${because(revised.reason)}`] : []),
    ...(moved ? [`moved from ${moved.from}${because(moved.reason)}`] : []),
  ].filter((note) => note !== undefined && note !== '') as string[];
  if (!redacted) return { summary: entry.summary, notes };
  const by = redacted.recordedBy === undefined ? '' : ` by ${redacted.recordedBy}`;
  return { summary: `[redacted${by}${because(redacted.reason)}]`, notes };
}

/**
 * Whether each of these entries, in timeline order, was told so late that entries behind it were known already. One
 * that is loaded from an archive with all the others is old, and not late.
 */
export function withLateness(entries: readonly Entry[]): ShownEntry[] {
  let earliest = Infinity;
  return entries
    .toReversed()
    .map((entry) => {
      const received = Date.parse(entry.receivedAt);
      const cameLate = entry.lateMs !== undefined && received > earliest + LATE_FROM_MS;
      earliest = Math.min(earliest, received);
      return { ...entry, cameLate };
    })
    .reverse();
}

/** As the service has it: from here on a fact is late. */
const LATE_FROM_MS = 60_000;

function because(reason: string | undefined): string {
  return reason === undefined || reason === '' ? '' : `: ${reason}`;
}

/** Of a reference, as text or as an object; whatever else was sent there has no name. */
function nameOf(reference: unknown): string | undefined {
  if (typeof reference === 'string') return reference;
  const { name, id } = (reference ?? {}) as { name?: unknown; id?: unknown };
  return [name, id].find((text): text is string => typeof text === 'string' && text !== '');
}

function typeOf(channel: unknown): string | undefined {
  if (typeof channel === 'string') return channel;
  const { type } = (channel ?? {}) as { type?: unknown };
  return typeof type === 'string' ? type : undefined;
}
