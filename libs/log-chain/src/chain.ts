import { hash } from 'node:crypto';

/** The chain of a log that holds nothing. */
export const CHAIN_START = Buffer.alloc(32);

/** What a leaf covers. */
export interface LeafParts {
  readonly salt: Buffer;
  readonly account: string;
  /** A UUID in any spelling. */
  readonly id: string;
  /** UTC milliseconds, of 64 bits. */
  readonly recordedMs: number;
  /** 32 bytes */
  readonly contentHash: Buffer;
}

export function sha256(data: string | Buffer): Buffer {
  return hash('sha256', data, 'buffer');
}

/**
 * SHA-256(salt || account || 0x00 || id || recordedMs || contentHash): account as UTF-8, the id's 16 bytes, the time as
 * a signed 64-bit integer, most significant byte first. The salt is random: who sees a leaf alone can't try contents.
 */
export function leafOf({ salt, account, id, recordedMs, contentHash }: LeafParts): Buffer {
  const fixed = Buffer.alloc(25);
  fixed.write(id.replaceAll('-', ''), 1, 'hex');
  fixed.writeBigInt64BE(BigInt(recordedMs), 17);
  return sha256(Buffer.concat([salt, Buffer.from(account), fixed, contentHash]));
}

/** SHA-256(chain before || leaf) */
export function nextChain(before: Buffer, leaf: Buffer): Buffer {
  return sha256(Buffer.concat([before, leaf]));
}
