import { readProfile } from '../profiles/profiles.js';
import type { Addresses } from './addresses.js';

/** Known where nothing else is said: in a checkout, the local stack. */
export interface Fallback {
  /** By the names of their environment variables; what is not known is left out. */
  variables(): Promise<Readonly<Record<string, string>>>;
  /** What to do so that there is something, as the end of a sentence. */
  readonly hint: string;
}

/** What options and environment say; they go before a profile. */
export type Given = { readonly [Name in keyof Addresses]?: string } & { readonly profile?: string };

interface Source {
  readonly name: string;
  readonly known: Partial<Addresses>;
}

export const NAMES: Record<keyof Addresses, { option: string; variable: string }> = {
  commandUrl: { option: '--command-url', variable: 'DAYBOOK_COMMAND_URL' },
  queryUrl: { option: '--query-url', variable: 'DAYBOOK_QUERY_URL' },
  token: { option: '--token', variable: 'DAYBOOK_TOKEN' },
};

/**
 * What a command needs to reach a system: given, else of a profile, else of the fallback. Never of two systems: a
 * profile's token goes only to the profile's own addresses.
 *
 * @throws Error that says what is missing and how to give it
 */
export async function connect<Need extends keyof Addresses>(
  given: Given,
  needs: readonly Need[],
  fallback: Fallback | undefined,
): Promise<Pick<Addresses, Need>> {
  const missing = needs.filter((need) => given[need] === undefined);
  const source = missing.length > 0 || given.profile !== undefined ? await sourceOf(given, fallback) : none;
  const foreign = (['commandUrl', 'queryUrl'] as const).find(
    (name) => given[name] !== undefined && !isSameAddress(given[name], source.known[name]),
  );
  const known = foreign === undefined ? { ...source.known, ...defined(given) } : defined(given);
  const absent = needs.filter((need) => known[need] === undefined);
  if (absent.length > 0) throw new Error(whatIsMissing(absent, given, foreign && source, fallback));
  return Object.fromEntries(
    needs.map((need) => [need, need === 'token' ? known[need] : checkedUrl(need, known[need]!)]),
  ) as Pick<Addresses, Need>;
}

const none: Source = { name: '', known: {} };

async function sourceOf({ profile }: Given, fallback: Fallback | undefined): Promise<Source> {
  const known = await readProfile(profile);
  if (known) return { name: `the profile ${profile ?? 'default'}`, known };
  const variables = (await fallback?.variables()) ?? {};
  const names = Object.keys(NAMES) as (keyof Addresses)[];
  return {
    name: 'the local stack',
    known: defined(Object.fromEntries(names.map((name) => [name, variables[NAMES[name].variable]]))),
  };
}

function whatIsMissing(
  absent: readonly (keyof Addresses)[],
  given: Given,
  foreign: Source | undefined,
  fallback: Fallback | undefined,
): string {
  const ways = absent.map((name) => `${NAMES[name].option} (or ${NAMES[name].variable})`).join(' and ');
  const address = given.commandUrl ?? given.queryUrl;
  if (foreign && foreign.name !== '' && Object.keys(foreign.known).length > 0)
    return `${address} is not of ${foreign.name}: give ${ways} as well.`;
  const hint = fallback ? `, or ${fallback.hint}` : '';
  return `Which Daybook? Give ${ways}, or a profile (\`daybook profile add\`)${hint}.`;
}

function checkedUrl(name: 'commandUrl' | 'queryUrl', text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return withoutSlash(url.href);
  throw new Error(`${NAMES[name].option} must be an address, e.g. http://127.0.0.1:3101, not ${text}`);
}

function isSameAddress(one: string, other: string | undefined): boolean {
  const [first, second] = [one, other].map((text) =>
    text !== undefined && URL.canParse(text) ? withoutSlash(new URL(text).href) : text,
  );
  return first === second;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

function defined(given: { readonly [name: string]: string | undefined }): Partial<Addresses> {
  return Object.fromEntries(
    Object.keys(NAMES).flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])),
  );
}
