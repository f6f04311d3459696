import { createHash } from 'node:crypto';
import { contentOf, deriveEntryId, type EntryId } from '@daybook/timeline-domain';

/** Facts are dated from here on, a second apart, so that no run depends on the time of day. */
const BASE_MS = Date.UTC(2026, 0, 1);
const FACTS_PER_INCIDENT = 25;
const TYPES = ['annotate', 'notify', 'annotate', 'escalate', 'annotate', 'acknowledge', 'resolve'];

export interface Fact {
  /** The steady id that its sender makes; a sender that leaves ids to the door sends `content` alone. */
  readonly id: EntryId;
  readonly content: {
    readonly incidentId: string;
    readonly type: string;
    readonly occurredAt: string;
    readonly summary: string;
    readonly agent: string;
    readonly details: { readonly writer: string; readonly ordinal: number };
  };
  /** SHA-256 of the content as the log has it. No two facts of a run share it. */
  readonly contentHash: string;
}

/** The same for the same seed, writer and ordinal. Writers share incidents, and are not equally far. */
export function makeFact(seed: number, writer: string, ordinal: number): Fact {
  const digest = sha256(`${seed}/${writer}/${ordinal}`);
  const milliseconds = BASE_MS + ordinal * 1_000 + (Number.parseInt(digest.slice(0, 4), 16) % 1_000);
  const content = {
    incidentId: `chaos-${Math.floor(ordinal / FACTS_PER_INCIDENT)}`,
    type: ordinal % FACTS_PER_INCIDENT === 0 ? 'trigger' : TYPES[ordinal % TYPES.length]!,
    occurredAt: new Date(milliseconds).toISOString(),
    summary: `${writer} saw ${digest.slice(0, 32)}`,
    agent: writer,
    details: { writer, ordinal },
  };
  return {
    id: deriveEntryId(milliseconds, 0, digest),
    content,
    contentHash: contentOf(content, sha256).hash,
  };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
