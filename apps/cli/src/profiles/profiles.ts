import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Addresses } from '../connection/addresses.js';

/** A password manager may have to be unlocked first. */
const TOKEN_COMMAND_DEADLINE_MS = 60_000;
/** The one that is used where none is named. */
export const DEFAULT_PROFILE = 'default';

const address = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });

const profileSchema = z
  .strictObject({
    commandUrl: address.optional(),
    queryUrl: address.optional(),
    token: z.string().min(1).optional(),
    tokenCommand: z.string().min(1).optional(),
  })
  .refine(({ token, tokenCommand }) => token === undefined || tokenCommand === undefined, {
    error: 'has both token and tokenCommand: keep one',
  });

const profileName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, 'must be letters, digits, dots, dashes and underscores');

const profilesSchema = z.strictObject({ profiles: z.record(profileName, profileSchema) });

/** How one Daybook is reached. The token itself, or a command of a shell that prints it. */
export type Profile = z.infer<typeof profileSchema>;

/** `$XDG_CONFIG_HOME/daybook/config.json`, by default in ~/.config. */
export function profilesFile(): string {
  const base = process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config');
  return join(base, 'daybook', 'config.json');
}

/**
 * A profile with its token. Undefined when none is named and there is no default one.
 *
 * @throws Error for a profile that is not there, a file that others can read though a token is in it, or a token
 *   command that fails
 */
export async function readProfile(name: string | undefined): Promise<Partial<Addresses> | undefined> {
  const profiles = await readProfiles();
  const profile = profiles[name ?? DEFAULT_PROFILE];
  if (!profile) {
    if (name === undefined) return undefined;
    const known = Object.keys(profiles);
    const there = known.length > 0 ? `there are ${known.join(', ')}` : 'there is none yet';
    throw new Error(`--profile: ${profilesFile()} has no profile ${name}; ${there}.`);
  }
  const { tokenCommand, ...addresses } = profile;
  const known = tokenCommand === undefined ? addresses : { ...addresses, token: await printed(tokenCommand) };
  return known as Partial<Addresses>;
}

export async function readProfiles(): Promise<Record<string, Profile>> {
  const file = profilesFile();
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw new Error(`${file} can't be read: ${error.message}`);
  });
  if (text === undefined) return {};
  const read = profilesSchema.safeParse(parsed(file, text));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(`${file}: ${issue!.path.join('.')}: ${issue!.message}`);
  }
  const { profiles } = read.data;
  const holdsToken = Object.values(profiles).some(({ token }) => token !== undefined);
  // Not on Windows, whose files have no such mode.
  if (holdsToken && process.platform !== 'win32' && ((await stat(file)).mode & 0o077) !== 0)
    throw new Error(`${file} holds a token and others can read it: chmod 600 it.`);
  return profiles;
}

/** Replaces the file as a whole, readable by its owner alone. @throws Error that names the field that is wrong */
export async function writeProfiles(profiles: Record<string, Profile>): Promise<void> {
  const read = profilesSchema.safeParse({ profiles });
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(`${issue!.path.slice(1).join('.')}: ${issue!.message}`);
  }
  const file = profilesFile();
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, `${JSON.stringify(read.data, undefined, 2)}\n`, { mode: 0o600 });
  await chmod(fresh, 0o600);
  await rename(fresh, file);
}

async function printed(command: string): Promise<string> {
  const shell = process.platform === 'win32' ? ['cmd', '/c'] : ['/bin/sh', '-c'];
  const { stdout } = await promisify(execFile)(shell[0]!, [shell[1]!, command], {
    timeout: TOKEN_COMMAND_DEADLINE_MS,
  }).catch((error: { stderr?: string; message: string }) => {
    const [said] = (error.stderr ?? '').trim().split('\n');
    throw new Error(`tokenCommand "${command}" failed: ${said || error.message}`);
  });
  const token = stdout.trim();
  if (token === '') throw new Error(`tokenCommand "${command}" printed no token.`);
  return token;
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}
