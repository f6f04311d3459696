import { MAX_FEED_PAGE } from '@daybook/timeline-contracts';
import { formatLogPosition, type LogPosition } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Config } from '../config.js';
import type { EntryDocument } from '../mongo/documents.js';
import { pageSchema } from '../project-entries/feed-client.js';
import { readFeedItem } from '../project-entries/incoming.js';

const DEADLINE_MS = 2_000;
/** Longer incidents are not read whole from the log for a page of them. */
const MAX_ENTRIES = 20_000;
/** So that readers of what does not exist leave the catch-up feed its share of the command-service. */
const MAX_UNDER_WAY = 16;

type Page = z.output<typeof pageSchema>;

/** The log can't be asked now, or holds more of it than can be read at once. */
export class LogUnreadable extends Error {
  override readonly name = 'LogUnreadable';
}

/** Reads the log itself, by way of the command-service, where the read model can't answer. */
@Injectable()
export class LogReader {
  #underWay = 0;

  constructor(private readonly config: Config) {}

  /**
   * All entries of an incident as they were recorded, unordered and not amended, and the head that they are true for.
   *
   * @throws LogUnreadable
   */
  async incident(
    account: string,
    incident: string,
  ): Promise<{ readonly entries: readonly EntryDocument[]; readonly head: LogPosition }> {
    const entries: EntryDocument[] = [];
    for (let after = '0'; ;) {
      const page = await this.#read({ account, incident, after, limit: String(MAX_FEED_PAGE) });
      for (const item of page.entries) {
        const incoming = readFeedItem(item);
        if (incoming.kind === 'entry' && incoming.document) entries.push(incoming.document);
      }
      if (entries.length > MAX_ENTRIES)
        throw new LogUnreadable(`the incident has over ${MAX_ENTRIES} entries`);
      const { log, epoch, head, next } = page;
      if (page.entries.length === 0) return { entries, head: { log, epoch, position: head } };
      after = next;
    }
  }

  /** Where an entry is recorded; undefined: nowhere. @throws LogUnreadable */
  async positionOf(account: string, id: string): Promise<string | undefined> {
    const { entries } = await this.#read({ account, id, limit: '1' });
    const incoming = entries.map(readFeedItem)[0];
    return incoming?.kind === 'entry' ? formatLogPosition(incoming) : undefined;
  }

  async #read(query: Record<string, string>): Promise<Page> {
    if (this.#underWay >= MAX_UNDER_WAY) throw new LogUnreadable('the log is asked for much already');
    this.#underWay += 1;
    try {
      const response = await fetch(`${this.config.commandServiceUrl}/v1/log?${new URLSearchParams(query)}`, {
        headers: { authorization: `Bearer ${this.config.feedToken}` },
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      if (!response.ok) throw new Error(`the command-service answered ${response.status}`);
      return pageSchema.parse(await response.json());
    } catch (error) {
      throw new LogUnreadable('the command-service does not answer now', { cause: error });
    } finally {
      this.#underWay -= 1;
    }
  }
}
