import { readFileSync } from 'node:fs';
import { CheckpointRefused, type CheckpointReader, findCheckpoints } from '@daybook/log-chain';
import type { CheckpointV1 } from '@daybook/timeline-contracts';
import type { JSONWebKeySet, JWK } from 'jose';

/** A checkpoint that none of the known keys has signed. */
export interface Refused {
  readonly file: string;
  readonly reason: string;
}

export interface Kept {
  readonly checkpoints: CheckpointV1[];
  readonly refused: Refused[];
}

/**
 * All checkpoints in these files, in whatever text they stand.
 *
 * @throws Error for a file that can't be read or holds none
 */
export async function readCheckpoints(files: readonly string[], reader: CheckpointReader): Promise<Kept> {
  const kept: Kept = { checkpoints: [], refused: [] };
  for (const file of files) {
    const found = findCheckpoints(readText(file));
    if (found.length === 0) throw new Error(`${file}: it holds no checkpoint`);
    for (const jws of found) {
      try {
        kept.checkpoints.push(await reader.read(jws));
      } catch (error) {
        if (!(error instanceof CheckpointRefused)) throw error;
        kept.refused.push({ file, reason: error.message });
      }
    }
  }
  return kept;
}

/** Public keys from files that hold a JSON Web Key Set or a single key. A private half is left out. */
export function readKeys(files: readonly string[]): JSONWebKeySet {
  const keys = files.flatMap((file) => {
    const read = parse(file) as (Partial<JSONWebKeySet> & JWK) | null;
    const found = read?.keys ?? [read as JWK];
    if (found.some((key) => key?.kty !== 'OKP')) throw new Error(`${file}: this is not a JSON Web Key Set`);
    return found.map(({ d: _private, ...key }) => key);
  });
  return { keys };
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readText(file));
  } catch (error) {
    throw error instanceof SyntaxError ? new Error(`${file}: this is not JSON`) : error;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(cannotRead(file, error), { cause: error });
  }
}

export function cannotRead(file: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such file',
    EACCES: 'reading it is not allowed',
    EISDIR: 'it is a folder',
  };
  return `${file}: ${reasons[code ?? ''] ?? message}`;
}
