import { text } from 'node:stream/consumers';
import type { GlobalOptions } from '../connection/options.js';
import { Output } from '../terminal/output.js';
import { table } from '../terminal/table.js';
import { profilesFile, readProfiles, writeProfiles, type Profile } from './profiles.js';

export interface AddOptions {
  readonly commandUrl?: string;
  readonly queryUrl?: string;
  readonly tokenCommand?: string;
  readonly tokenStdin?: true;
}

export async function addProfile(name: string, options: AddOptions): Promise<void> {
  const { commandUrl, queryUrl, tokenCommand, tokenStdin } = options;
  if (commandUrl === undefined && queryUrl === undefined)
    throw new Error('A profile has an address: give --command-url, --query-url or both.');
  const token = tokenStdin ? (await text(process.stdin)).trim() : undefined;
  const profile: Profile = {
    ...(commandUrl !== undefined && { commandUrl }),
    ...(queryUrl !== undefined && { queryUrl }),
    ...(tokenCommand !== undefined && { tokenCommand }),
    ...(token !== undefined && { token }),
  };
  await writeProfiles({ ...(await readProfiles()), [name]: profile });
  process.stderr.write(`${name} is kept in ${profilesFile()}\n`);
}

export async function listProfiles(options: GlobalOptions): Promise<void> {
  const output = new Output(options);
  const shown = Object.entries(await readProfiles()).map(([name, profile]) => ({
    ...{ name, commandUrl: profile.commandUrl ?? null, queryUrl: profile.queryUrl ?? null },
    token: tokenFrom(profile),
  }));
  if (output.json) return shown.forEach((each) => output.print(each, () => ''));
  const rows = shown.map(({ name, commandUrl, queryUrl, token }) => [
    ...[name, commandUrl ?? '-', queryUrl ?? '-', token ?? '-'],
  ]);
  if (rows.length > 0)
    process.stdout.write(table(['NAME', 'COMMAND-SERVICE', 'QUERY-SERVICE', 'TOKEN'], rows));
}

export async function removeProfile(name: string): Promise<void> {
  const { [name]: removed, ...others } = await readProfiles();
  if (!removed) throw new Error(`${profilesFile()} has no profile ${name}.`);
  await writeProfiles(others);
}

function tokenFrom({ token, tokenCommand }: Profile): string | null {
  if (tokenCommand !== undefined) return 'from a command';
  return token === undefined ? null : 'in the file';
}
