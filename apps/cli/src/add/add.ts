import { text } from 'node:stream/consumers';
import type { Added, NewEntry } from '@daybook/client';
import { daybookOf } from '../connection/client.js';
import type { Fallback, Given } from '../connection/connection.js';
import type { GlobalOptions } from '../connection/options.js';
import { Output } from '../terminal/output.js';
import { plainLine } from '../terminal/plain-text.js';

export interface AddOptions extends GlobalOptions, Given {
  readonly type: string;
  readonly at?: string;
  readonly agent?: string;
  readonly channel: string;
  readonly service?: string;
  readonly team?: string[];
  readonly details?: string;
  readonly link?: string[];
  readonly id?: string;
  readonly wait?: true;
}

export async function add(
  incidentId: string,
  summary: string,
  options: AddOptions,
  fallback: Fallback | undefined,
): Promise<void> {
  const entry = entryOf(incidentId, summary === '-' ? (await text(process.stdin)).trim() : summary, options);
  const needs = ['commandUrl', 'token', ...(options.wait ? (['queryUrl'] as const) : [])] as const;
  const daybook = await daybookOf(options, needs, fallback);
  const added = await daybook.add(entry);
  if (options.wait) await daybook.entry(added.id, { seeing: added });
  new Output(options).print(added, () => `${addedText(added)}\n`);
}

/** @throws Error that names the option that is wrong */
export function entryOf(incidentId: string, summary: string, options: AddOptions): NewEntry {
  const { id, type, at, agent, channel, service, team, link, details } = options;
  return {
    ...{ incidentId, type, summary, channel },
    ...(id !== undefined && { id }),
    ...(at !== undefined && { occurredAt: at }),
    ...(agent !== undefined && { agent }),
    ...(service !== undefined && { service }),
    ...(team !== undefined && { teams: team }),
    ...(link !== undefined && { contexts: link.map((href) => ({ type: 'link', href })) }),
    ...(details !== undefined && { details: detailsOf(details) }),
  };
}

function addedText(added: Added): string {
  const incident = plainLine(added.incidentId);
  if (added.status === 'recorded') {
    const again = added.duplicate ? 'was recorded before' : 'recorded';
    return `${again} on ${incident} at ${added.position}: ${added.id}`;
  }
  if (added.status === 'queued')
    return `queued for ${incident}, since the log is away: ${added.id} (${added.receipt} tells what became of it)`;
  return `kept on this machine for ${incident}: ${added.id}`;
}

function detailsOf(text: string): Record<string, unknown> {
  const read = parsed(text);
  if (typeof read === 'object' && read !== null && !Array.isArray(read))
    return read as Record<string, unknown>;
  throw new Error('--details must be a JSON object, e.g. \'{"severity":"error"}\'');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
