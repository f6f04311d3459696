import { createHash, randomUUID } from 'node:crypto';
import {
  ENTRY_RECORDED_V2,
  LOG_HEAD_V1,
  recordedEntryV2Schema,
  type LogHeadDataV1,
  type RecordedEntryV2,
} from '@daybook/timeline-contracts';
import { deriveEntryId, occurredAt, SHARD_COUNT, shardOf, type JsonObject } from '@daybook/timeline-domain';

export interface Fact {
  readonly account?: string;
  readonly id?: string;
  readonly incidentId: string;
  readonly type?: string;
  readonly summary?: string;
  readonly [field: string]: unknown;
}

/** 2026-03-01T00:00:00Z; facts without a time follow one another by a second. */
const START = Date.UTC(2026, 2, 1);

/** A log in memory that numbers and chains entries as the command-service does. */
export class TestLog {
  readonly entries: RecordedEntryV2[] = [];
  readonly #shardLast = new Array<number>(SHARD_COUNT).fill(0);

  constructor(
    readonly name = 'local',
    readonly epoch = 1,
  ) {}

  get head(): number {
    return this.entries.length;
  }

  get headText(): string {
    return `${this.name}:${this.epoch}:${this.head}`;
  }

  append(...facts: readonly Fact[]): RecordedEntryV2[] {
    return facts.map(({ account = 'acme', id, ...fact }) => {
      const position = this.head + 1;
      const sent = { type: 'annotate', summary: `fact ${position}`, ...fact };
      const shard = shardOf(account, fact.incidentId);
      const now = new Date().toISOString();
      const hash = createHash('sha256').update(JSON.stringify(sent)).digest('hex');
      const at = { log: this.name, epoch: this.epoch, position };
      const key = id ?? deriveEntryId(START + position * 1_000, 0, randomUUID().replaceAll('-', ''));
      const entry = recordedEntryV2Schema.parse({
        account,
        id: key,
        ...at,
        origin: at,
        shard,
        shardPrev: this.#shardLast[shard],
        recordedBy: 'tester',
        receivedAt: now,
        recordedAt: now,
        contentHash: hash,
        incidentId: sent.incidentId,
        type: sent.type,
        occurredAt: new Date(occurredAt(key, sent as JsonObject)).toISOString(),
        entry: sent,
      });
      this.#shardLast[shard] = position;
      this.entries.push(entry);
      return entry;
    });
  }

  headData(): LogHeadDataV1 {
    return { log: this.name, epoch: this.epoch, position: this.head, shardLast: [...this.#shardLast] };
  }
}

export function entryMessage(entry: RecordedEntryV2): object {
  return envelope(ENTRY_RECORDED_V2, `${entry.log}:${entry.epoch}:${entry.position}`, entry);
}

export function headMessage(head: LogHeadDataV1): object {
  return envelope(LOG_HEAD_V1, `head-${head.position}`, head);
}

function envelope(type: string, id: string, data: object): object {
  return {
    ...{ specversion: '1.0', id, source: '/daybook/logs/test', type },
    ...{ time: new Date().toISOString(), datacontenttype: 'application/json', data },
  };
}
