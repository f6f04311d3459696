import { createHash } from 'node:crypto';
import { entryIdMaker } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DeadLetters, type DeadLetter, type NewDeadLetter } from '../dead-letters/dead-letters.js';
import { asLogUnavailable } from './unavailable.js';

interface Row {
  readonly id: string;
  readonly account: string;
  readonly recorded_by: string;
  readonly entry_id: string | null;
  readonly code: string;
  readonly reason: string;
  readonly body: Buffer;
  readonly attempts: number;
  readonly first_seen_ms: string;
  readonly last_seen_ms: string;
}

@Injectable()
export class PostgresDeadLetters extends DeadLetters {
  readonly #makeId = entryIdMaker(() => Date.now());

  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async park(letters: readonly NewDeadLetter[]): Promise<void> {
    for (const { account, recordedBy, entryId, amendsId, code, reason, body } of letters) {
      const fingerprint = createHash('sha256').update(`${account}\0`).update(body).digest();
      await this.#query(
        `insert into dead_letter (id, account, recorded_by, entry_id, amends_id, code, reason, body, fingerprint, attempts, first_seen_ms, last_seen_ms)
         select $1, $2, $3, $4, $5, $6, $7,
                case when exists (select from redaction where account = $2 and entry_id::text in ($4, $5)) then '' else $8::bytea end,
                $9, 1, $10, $10
         on conflict (fingerprint) do update set attempts = dead_letter.attempts + 1, last_seen_ms = excluded.last_seen_ms,
           code = excluded.code, reason = excluded.reason`,
        [
          ...[
            this.#makeId(),
            storable(account),
            storable(recordedBy),
            entryId,
            amendsId,
            code,
            storable(reason),
          ],
          ...[body, fingerprint, Date.now()],
        ],
      );
    }
  }

  async list(
    account: string,
    limit: number,
    after = '00000000-0000-0000-0000-000000000000',
  ): Promise<DeadLetter[]> {
    const rows = await this.#query(
      'select * from dead_letter where account = $1 and id > $2 order by id limit $3',
      [account, after, limit],
    );
    return rows.map(toDeadLetter);
  }

  async find(account: string, id: string): Promise<DeadLetter | undefined> {
    const [row] = await this.#query('select * from dead_letter where account = $1 and id = $2', [
      account,
      id,
    ]);
    return row && toDeadLetter(row);
  }

  async findByEntry(account: string, entryId: string): Promise<DeadLetter | undefined> {
    const [row] = await this.#query(
      'select * from dead_letter where account = $1 and entry_id = $2 order by last_seen_ms desc limit 1',
      [account, entryId],
    );
    return row && toDeadLetter(row);
  }

  async drop(account: string, id: string): Promise<boolean> {
    const rows = await this.#query(
      'with gone as (delete from dead_letter where account = $1 and id = $2 returning *) select * from gone',
      [account, id],
    );
    return rows.length > 0;
  }

  async #query(sql: string, parameters: unknown[]): Promise<Row[]> {
    try {
      return (await this.dataSource.query(sql, parameters)) as Row[];
    } catch (error) {
      throw asLogUnavailable(error);
    }
  }
}

/** A refusal quotes what was sent, and Postgres takes no NUL in a text: one such message would come back for ever. */
function storable(text: string): string {
  return text.replaceAll('\0', '\u2400');
}

function toDeadLetter(row: Row): DeadLetter {
  return {
    id: row.id,
    account: row.account,
    recordedBy: row.recorded_by,
    entryId: row.entry_id,
    code: row.code,
    reason: row.reason,
    body: row.body,
    attempts: row.attempts,
    firstSeenAt: Number(row.first_seen_ms),
    lastSeenAt: Number(row.last_seen_ms),
  };
}
