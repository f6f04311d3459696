import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '@daybook/local-stack';

/**
 * A folder with an installed client. It is made once, and again when `recipe` has changed; one that was left half made
 * is made anew.
 *
 * @param client in words, for the sentence that says that it can't be had
 * @throws Error with that sentence
 */
export async function kept(
  client: string,
  name: string,
  recipe: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(cacheFolder, 'pagerduty-clients', name);
  const stamp = `${folder}.made-from`;
  const made = createHash('sha256').update(recipe).digest('hex');
  if (read(stamp) === made) return folder;
  rmSync(stamp, { force: true });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    await make(folder);
  } catch (error) {
    throw new Error(`${client} can't be installed on this machine: ${(error as Error).message}`);
  }
  writeFileSync(stamp, made);
  return folder;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
