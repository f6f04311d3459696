import { chownSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunAs } from '../../processes/background-process.js';
import { run } from '../../processes/program.js';
import type { Stack } from '../../state/stack.js';

/** PostgreSQL refuses to run as root; these accounts are looked for in turn. `nobody` is on every system. */
const accounts = ['postgres', 'nobody'];

/** The account to run PostgreSQL as; undefined = this process's own. */
export async function serverAccount(): Promise<RunAs | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const account of accounts) {
    try {
      const uid = Number(await run('id', ['-u', account], { timeoutMs: 5_000 }));
      const gid = Number(await run('id', ['-g', account], { timeoutMs: 5_000 }));
      return { uid, gid };
    } catch {
      continue;
    }
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is no account "postgres" or "nobody" to run it as.',
  );
}

/** Whether the account can reach a folder: a clone in root's home is closed to everybody else. */
export async function canReach(folder: string, runAs: RunAs): Promise<boolean> {
  return run('test', ['-x', folder], { timeoutMs: 5_000, cwd: '/', runAs }).then(
    () => true,
    () => false,
  );
}

/** A folder that belongs to the account: in the stack's own folder, or in /var/tmp where it can't reach that. */
export async function accountFolder(stack: Stack, name: string, runAs: RunAs | undefined): Promise<string> {
  if (!runAs || (await canReach(stack.folder, runAs))) return ownFolder(stack.path(name), runAs);
  const elsewhere = join(process.platform === 'linux' ? '/var/tmp' : tmpdir(), `daybook-${stack.id}`);
  if (!stack.record.foldersElsewhere.includes(elsewhere)) stack.record.foldersElsewhere.push(elsewhere);
  stack.save();
  mkdirSync(elsewhere, { recursive: true, mode: 0o755 });
  return ownFolder(join(elsewhere, name), runAs);
}

function ownFolder(folder: string, runAs: RunAs | undefined): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (runAs) chownSync(folder, runAs.uid, runAs.gid);
  return folder;
}
