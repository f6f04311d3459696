import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'this user may not read it',
};

/** @throws Error that says in a sentence why a file can't be read */
export async function requireReadable(file: string): Promise<void> {
  const reason = await whyUnreadable(file);
  if (reason !== undefined) throw new Error(`${file} can't be read: ${reason}.`);
}

async function whyUnreadable(file: string): Promise<string | undefined> {
  try {
    await access(file, constants.R_OK);
    return (await stat(file)).isDirectory() ? 'it is a folder' : undefined;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return REASONS[code] ?? message;
  }
}
