import type { LogExportRedaction } from '@daybook/timeline-contracts';
import type { RunQuery } from './run-query.js';

const PAGE_ROWS = 1_000;

interface LedgerRow {
  readonly account: string;
  readonly entry_id: string;
  readonly redaction_id: string;
  readonly position: string;
  readonly content_at: string | null;
}

/** Position of the last redaction, 0 if there is none. */
export async function lastRedaction(query: RunQuery): Promise<number> {
  const [row] = await query<{ last: string | null }>('select max(position) as last from redaction', []);
  return Number(row?.last ?? 0);
}

/** The ledger of an account, `*`: of all, up to a position, in the order of positions. */
export async function* ledger(
  query: RunQuery,
  upTo: number,
  account: string,
): AsyncGenerator<LogExportRedaction[]> {
  // Positions are unique in a ledger that nobody has tampered with.
  let last: Pick<LedgerRow, 'position' | 'account' | 'entry_id'> | undefined = {
    ...{ position: '-1', account: '', entry_id: '00000000-0000-0000-0000-000000000000' },
  };
  while (last) {
    const rows: LedgerRow[] = await query<LedgerRow>(
      `select account, entry_id, redaction_id, position,
              (select min(kept.position) from log_entry kept
               where kept.account = named.account and kept.type <> 'redact' and kept.body is not null
                 and (kept.id = named.entry_id or kept.amends_id = named.entry_id)) as content_at
       from redaction named
       where $1 in ('*', account) and position <= $2 and (position, account, entry_id) > ($3, $4, $5)
       order by position, account, entry_id limit $6`,
      [account, upTo, last.position, last.account, last.entry_id, PAGE_ROWS],
    );
    if (rows.length > 0) yield rows.map(toLine);
    last = rows.at(-1);
  }
}

function toLine({ account, entry_id, redaction_id, position, content_at }: LedgerRow): LogExportRedaction {
  return {
    ...{
      line: 'redaction',
      account,
      entryId: entry_id,
      redactionId: redaction_id,
      position: Number(position),
    },
    contentAt: content_at === null ? null : Number(content_at),
  };
}
