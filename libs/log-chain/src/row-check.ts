import type { LogExportEntry } from '@daybook/timeline-contracts';
import { amendmentOf, DomainError, occurredAt, shardOf, type JsonObject } from '@daybook/timeline-domain';
import { leafOf, sha256 } from './chain.js';
import type { Difference } from './findings.js';

export interface RowFault {
  readonly differs: Difference;
  readonly detail: string;
}

/** Whether content, content hash, leaf and the columns lifted from the content still belong together. */
export function checkEntry(row: LogExportEntry): RowFault | undefined {
  const { body, contentHash, salt } = row;
  if (body === null || contentHash === null || salt === null) {
    const gone = Object.entries({ body, contentHash, salt }).filter(([, value]) => value === null);
    return fault(
      'content',
      `${gone.map(([name]) => name).join(' and ')} was taken away; a redaction leaves neither`,
    );
  }
  const hashOfBody = sha256(body).toString('hex');
  const leafWith = (hash: string) =>
    leafOf({ ...row, salt: Buffer.from(salt, 'hex'), contentHash: Buffer.from(hash, 'hex') }).toString('hex');
  if (leafWith(contentHash) === row.leaf) {
    if (hashOfBody === contentHash) return checkColumns(row, body);
    return fault('content', 'the content is another than the one that was hashed when it was recorded');
  }
  if (leafWith(hashOfBody) === row.leaf) {
    return fault('contentHash', 'the content hash is not that of the content, which is the one recorded');
  }
  return fault(
    'leaf',
    hashOfBody === contentHash
      ? 'the leaf covers another account, id, recordedMs, salt or content'
      : 'content and content hash were altered, or they and what else the leaf covers',
  );
}

/** The columns repeat the content; services route and list by them. */
function checkColumns(row: LogExportEntry, body: string): RowFault | undefined {
  const content = JSON.parse(body) as JsonObject;
  const { incidentId, type } = content as { incidentId: string; type: string };
  const expected = {
    incidentId,
    type,
    occurredMs: occurredAt(row.id, content),
    shard: shardOf(row.account, incidentId),
    amendsId: amended(content),
  } as const;
  for (const [column, value] of Object.entries(expected)) {
    const kept = row[column as keyof typeof expected];
    if (kept !== value)
      return fault(
        column as Difference,
        `${column} is ${JSON.stringify(kept)}, by the content ${JSON.stringify(value)}`,
      );
  }
  return undefined;
}

function amended(content: JsonObject): string | null {
  try {
    return amendmentOf(content)?.target ?? null;
  } catch (error) {
    // Recorded before amendments were known: it amends nothing.
    if (error instanceof DomainError) return null;
    throw error;
  }
}

function fault(differs: Difference, detail: string): RowFault {
  return { differs, detail };
}
