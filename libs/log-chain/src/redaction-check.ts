import type { LogExportEntry, LogExportRedaction } from '@daybook/timeline-contracts';
import { REDACT } from '@daybook/timeline-domain';
import type { Finding } from './findings.js';

interface Row {
  readonly position: number;
  readonly account: string;
  readonly id: string;
  /** The entry that this one redacts or revises. */
  readonly amendsId: string | null;
}

/**
 * Content may be gone only where an entry of the log, which the chain covers, says so, and the ledger says the same.
 * A redaction takes revisions of what it names with it. Keeps what is redacted and what redacts: memory grows with
 * redactions, not with the log.
 */
export class RedactionCheck {
  readonly #blank: Row[] = [];
  readonly #redacting = new Map<string, Row>();
  readonly #ledger: LogExportRedaction[] = [];

  blanked({ position, account, id, amendsId }: Row): void {
    this.#blank.push({ position, account, id, amendsId });
  }

  /** Of any type; its columns and content fit its leaf. */
  entry({ position, account, id, amendsId, type }: LogExportEntry): void {
    if (type === REDACT) this.#redacting.set(key(account, id), { position, account, id, amendsId });
  }

  ledger(line: LogExportRedaction): void {
    this.#ledger.push(line);
  }

  /** @param after rows up to here have not been seen */
  *findings(after: number): Generator<Finding> {
    const named = new Set<string>();
    for (const { account, entryId, redactionId, position, contentAt } of this.#ledger) {
      const row = this.#redacting.get(key(account, redactionId));
      const said = row?.position === position && row.amendsId === entryId;
      if (position > after && !said) {
        const place = { position, account, id: redactionId };
        yield found(place, `the ledger says that it redacts ${entryId}, and the log does not`);
        continue;
      }
      named.add(key(account, entryId));
      if (contentAt !== null) {
        const place = { position: contentAt, account };
        yield found(place, `it has content, which the redaction ${redactionId} of ${entryId} has taken away`);
      }
    }
    for (const row of this.#redacting.values()) {
      if (row.amendsId !== null && !named.has(key(row.account, row.amendsId)))
        yield found(row, `it redacts ${row.amendsId}, and the ledger has lost it`);
    }
    for (const row of this.#blank) {
      const ids = [row.id, ...(row.amendsId === null ? [] : [row.amendsId])];
      if (!ids.some((id) => named.has(key(row.account, id))))
        yield found(row, 'its content is gone, and no redaction accounts for it');
    }
  }
}

function key(account: string, id: string): string {
  return `${account}/${id}`;
}

function found(
  { position, account, id }: Pick<Finding, 'position' | 'account' | 'id'>,
  detail: string,
): Finding {
  return {
    position,
    ...(account !== undefined && { account }),
    ...(id !== undefined && { id }),
    differs: 'redaction',
    detail,
  };
}
