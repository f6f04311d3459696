import type { Daybook, DaybookError, Entry, StreamEvent } from '@daybook/client';
import { daybookOf } from '../connection/client.js';
import type { Fallback, Given } from '../connection/connection.js';
import { filterOf, type EntryFilter } from '../connection/entry-filter.js';
import type { GlobalOptions } from '../connection/options.js';
import { durationText } from '../terminal/durations.js';
import { Output } from '../terminal/output.js';
import { tell } from '../terminal/progress.js';
import { withLateness } from '../timeline-text/annotations.js';
import { styleOf, type TextOptions } from '../timeline-text/text-options.js';
import { TimelineText } from '../timeline-text/timeline-text.js';

export interface TailOptions extends GlobalOptions, Given, EntryFilter, TextOptions {
  readonly last: number;
  readonly after?: string;
}

/** The most that a page holds. */
const PAGE = 500;
/** A silence that is told of, in milliseconds. */
const SILENCE_MS = 5 * 60_000;
/** From here on the reading side is so far behind that whoever watches should know, in milliseconds. */
const BEHIND_MS = 10_000;

export async function tail(
  incident: string | undefined,
  options: TailOptions,
  fallback: Fallback | undefined,
): Promise<void> {
  const daybook = await daybookOf(options, ['queryUrl', 'token'], fallback);
  const output = new Output(options);
  const style = styleOf(options, output, SILENCE_MS);
  const text = new TimelineText({ ...style, ...(incident !== undefined && { incidentId: incident }) });
  const begin = options.after === undefined ? await beginning(daybook, incident, options) : undefined;
  for (const entry of withLateness(begin?.entries ?? [])) output.print(entry, () => text.entry(entry));
  const { since: _since, until: _until, ...filter } = filterOf(options);
  const after = options.after ?? begin?.changesAfter;
  const query = { ...filter, ...(after !== undefined && { after }) };
  const connection = new ConnectionNotices();
  const onInterruption = connection.lost.bind(connection);
  const events =
    incident === undefined
      ? daybook.follow(query, { onInterruption })
      : daybook.followIncident(incident, query, { onInterruption });
  for await (const event of events) {
    connection.alive(event);
    if (event.kind !== 'entry') continue;
    const entry = { ...event.entry, cameLate: event.entry.lateMs !== undefined };
    output.print(event.entry, () => text.entry(entry));
  }
}

interface Beginning {
  readonly entries: readonly Entry[];
  readonly changesAfter: string | undefined;
}

/** The last entries that are visible now, in the order of time, and the position that they were read at. */
async function beginning(
  daybook: Daybook,
  incident: string | undefined,
  options: TailOptions,
): Promise<Beginning> {
  const limit = Math.min(PAGE, Math.max(1, options.last));
  const query = { ...filterOf(options), order: 'desc' as const, limit };
  const pages = incident === undefined ? daybook.entries(query) : daybook.timeline(incident, query);
  const entries: Entry[] = [];
  let changesAfter: string | undefined;
  try {
    for await (const page of pages.pages()) {
      changesAfter ??= page.changesAfter ?? page.watermark;
      entries.push(...page.entries.slice(0, options.last - entries.length));
      if (entries.length === options.last) break;
    }
  } catch (error) {
    if (incident === undefined || (error as DaybookError).code !== 'incident_not_found') throw error;
    tell(`There is no entry of ${incident} yet.`);
    return { entries: [], changesAfter: await watermark(daybook) };
  }
  return { entries: entries.reverse(), changesAfter };
}

async function watermark(daybook: Daybook): Promise<string> {
  return (await daybook.incidents({ limit: 1 }).first()).watermark;
}

/** Tells whoever watches what silence means. */
class ConnectionNotices {
  #lost = false;
  #behind = false;

  lost({ message }: DaybookError, pauseMs: number): void {
    if (!this.#lost)
      tell(`The stream is interrupted (${message}): trying again in ${durationText(pauseMs)}.`);
    this.#lost = true;
  }

  alive(event: StreamEvent): void {
    if (this.#lost) tell('The stream goes on.');
    this.#lost = false;
    if (event.kind !== 'watermark') return;
    const behind = event.lagMs >= BEHIND_MS;
    if (behind && !this.#behind)
      tell(`What is shown is ${durationText(event.lagMs)} behind what is recorded.`);
    this.#behind = behind;
  }
}
