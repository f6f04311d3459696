import {
  entryRecordedV1Schema,
  ENTRY_RECORDED_V1,
  ENTRY_RECORDED_V2,
  entryRecordedV2Schema,
  LOG_HEAD_V1,
  logHeadMessageV1Schema,
  recordedEntryV1Schema,
  recordedEntryV2Schema,
  upcastRecordedEntryV1,
  type LogHeadDataV1,
  type RecordedEntryV1,
} from '@daybook/timeline-contracts';
import { occurredAt, type JsonObject } from '@daybook/timeline-domain';
import type { z } from 'zod';
import type { EntryDocument } from '../mongo/documents.js';
import { entryDocument } from './entry-document.js';

/** Where a message stands in a log. */
export interface Place {
  readonly log: string;
  readonly epoch: number;
  readonly position: number;
}

export interface IncomingEntry extends Place {
  readonly kind: 'entry';
  readonly shard: number;
  readonly shardPrev: number;
  /** Unix milliseconds */
  readonly recordedAt: number;
  /** Undefined for a redacted entry of the first version of the message: it only holds its place. */
  readonly document: EntryDocument | undefined;
}

export interface IncomingHead extends LogHeadDataV1 {
  readonly kind: 'head';
  /** When the relay told it, Unix milliseconds. */
  readonly at: number;
}

/** What can't be read, whoever reads it and how often. */
export interface Poison {
  readonly kind: 'poison';
  readonly source: 'queue' | 'feed';
  readonly reason: string;
  readonly raw: string;
}

export type Incoming = IncomingEntry | IncomingHead | Poison;

/** Judges a message: never throws. */
export function readMessage(body: Buffer): Incoming {
  const raw = body.toString();
  return orPoison('queue', raw, () => {
    const message = JSON.parse(raw) as { type?: unknown } | null;
    switch (message?.type) {
      case ENTRY_RECORDED_V1:
        return incomingEntryV1(check(entryRecordedV1Schema, message).data);
      case ENTRY_RECORDED_V2: {
        const { data } = check(entryRecordedV2Schema, message);
        return incomingEntry(data, entryDocument(data));
      }
      case LOG_HEAD_V1: {
        const { data, time } = check(logHeadMessageV1Schema, message);
        return { kind: 'head', ...data, at: Date.parse(time) };
      }
      default:
        throw new Error(`unknown message type ${String(message?.type)}`);
    }
  });
}

/** Judges an item of the catch-up feed: never throws. */
export function readFeedItem(item: unknown): IncomingEntry | Poison {
  return orPoison(
    'feed',
    () => JSON.stringify(item),
    () => {
      if (!Object.hasOwn(Object(item), 'incidentId'))
        return incomingEntryV1(check(recordedEntryV1Schema, item));
      const recorded = check(recordedEntryV2Schema, item);
      return incomingEntry(recorded, entryDocument(recorded));
    },
  );
}

function incomingEntryV1(recorded: RecordedEntryV1): IncomingEntry {
  const upcast = upcastRecordedEntryV1(recorded, (entry) => occurredAt(recorded.id, entry as JsonObject));
  return incomingEntry(recorded, upcast && entryDocument(upcast));
}

function incomingEntry(recorded: RecordedEntryV1, document: EntryDocument | undefined): IncomingEntry {
  const { log, epoch, position, shard, shardPrev, recordedAt } = recorded;
  return {
    kind: 'entry',
    ...{ log, epoch, position, shard, shardPrev },
    recordedAt: Date.parse(recordedAt),
    document,
  };
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  throw new Error(`${path.join('.')}: ${message}`);
}

function orPoison<Read>(
  source: Poison['source'],
  raw: string | (() => string),
  read: () => Read,
): Read | Poison {
  try {
    return read();
  } catch (error) {
    const text = typeof raw === 'string' ? raw : raw();
    return { kind: 'poison', source, reason: (error as Error).message, raw: text };
  }
}
