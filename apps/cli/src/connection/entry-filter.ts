import { parseTimestamp } from '@daybook/timeline-domain';
import { InvalidArgumentError, type Command } from 'commander';
import { secondsOf } from '../token/lifetime.js';

/** Which entries a reader wants, in the words of the query-service. */
export interface EntryFilter {
  readonly type?: string[];
  readonly agent?: string[];
  readonly channel?: string[];
  readonly service?: string[];
  readonly team?: string[];
  readonly since?: string;
  readonly until?: string;
}

export function entryFilterOptions(command: Command): Command {
  const names = { type: 'of this type', agent: 'by this agent, by id' };
  const more = {
    channel: 'through this channel',
    service: 'of this service, by id',
    team: 'of this team, by id',
  };
  for (const [name, what] of Object.entries({ ...names, ...more }))
    command.option(`--${name} <${name}>`, `only entries ${what}; may be repeated`, repeated);
  return periodOptions(command, 'that happened');
}

export function periodOptions(command: Command, what: string): Command {
  return command
    .option(
      '--since <time>',
      `only what ${what} from then on: an RFC 3339 time, a date, or 2h, 30m, 7d ago`,
      instant,
    )
    .option('--until <time>', `only what ${what} before that`, instant);
}

/** What was asked of these options, and of no others. */
export function filterOf({ type, agent, channel, service, team, since, until }: EntryFilter): EntryFilter {
  const asked = { type, agent, channel, service, team, since, until };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

/** Collects the values of an option that may be repeated. */
export function repeated(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** @returns an RFC 3339 time */
export function instant(text: string, _before?: unknown, now = Date.now()): string {
  if (/^\d+[smhd]$/.test(text)) return new Date(now - secondsOf(text) * 1_000).toISOString();
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  try {
    return new Date(parseTimestamp(time)).toISOString();
  } catch {
    throw new InvalidArgumentError(
      'It must be an RFC 3339 time such as 2026-03-01T09:30:00Z, a date, or how long ago: 90s, 30m, 2h, 7d.',
    );
  }
}
