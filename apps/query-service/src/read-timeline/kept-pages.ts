import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Counter } from 'prom-client';
import { AnswersUnderWay } from '../answers-under-way.js';
import { incidentKey, type IncidentDocument } from '../mongo/documents.js';
import { mergedIncidents } from '../mongo/merged-incidents.js';
import { READ_LIMIT, Store } from '../mongo/store.js';
import { Progress } from '../project-entries/progress.js';
import type { TimelineAsked, TimelinePage } from './timeline-page.js';

const MOST_BYTES = 64 * 2 ** 20;
/** Of objects and the like, beside the text of an entry. */
const OVERHEAD_BYTES = 300;
/** So long a page is shown without asking the store whether it still is as it was: repairs raise no watermark. */
const TRUSTED_MS = 1_000;

const pagesRead = new Counter({
  name: 'daybook_timeline_pages_total',
  help: 'Pages of timelines, by where they came from: kept as they were, found unchanged, or read of the store',
  labelNames: ['from'] as const,
});

interface Kept {
  readonly page: TimelinePage;
  /** Of the incident's document, before the page was read. */
  readonly version: number;
  /** What was visible when it was read, or last found unchanged. */
  marks: string;
  /** By performance.now() */
  checkedAt: number;
}

export type Summarized = Pick<IncidentDocument, 'firstKey' | 'lastKey' | 'entryCount' | 'version'>;
const SUMMARIZED_FIELDS = { _id: 0, firstKey: 1, lastKey: 1, entryCount: 1, version: 1 } as const;

/** What the entries of a timeline are of. */
export interface Found {
  /** Undefined: there is no document of it. */
  readonly incident: Summarized | undefined;
  /** Incidents that were merged into this one. */
  readonly merged: readonly string[];
}

type Read = (found: Found) => Promise<TimelinePage | undefined>;

/**
 * Pages that were read last, since many people look at the same incident at the same time. A page is shown again while
 * nothing has become visible, else when its incident's document is of the same version: every entry of a batch is written
 * before its incident is, and its incident before the watermark rises. So a reader is never shown less than the watermark
 * says.
 */
@Injectable()
export class KeptPages {
  readonly #pages = new LRUCache<string, Kept>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ page }) => bytesOf(page),
  });
  readonly #underWay = new AnswersUnderWay();

  constructor(
    private readonly store: Store,
    private readonly progress: Progress,
  ) {}

  /**
   * Those who ask for the same at the same time share one answer of the store.
   *
   * @param read the page, of the store; undefined: there is no entry of this incident
   */
  async page(asked: TimelineAsked, read: Read): Promise<TimelinePage | undefined> {
    const { generation, interruptions } = this.store;
    // After a store has lost writes, an incident may come to the same version by other entries.
    const name = `${generation}/${interruptions}/${JSON.stringify(asked)}`;
    // Taken before asking, so that what becomes visible in between is asked for the next time.
    const marks = this.progress.marksText;
    const kept = this.#pages.get(name);
    if (kept?.marks === marks && performance.now() - kept.checkedAt < TRUSTED_MS)
      return counted(kept.page, 'memory');
    return this.#underWay.share(`${marks}/${name}`, () => this.#checked(name, marks, asked, read));
  }

  async #checked(
    name: string,
    marks: string,
    asked: TimelineAsked,
    read: Read,
  ): Promise<TimelinePage | undefined> {
    const checkedAt = performance.now();
    const found = await this.#look(asked);
    const alone = found.merged.length === 0;
    const version = found.incident?.version;
    const kept = this.#pages.get(name);
    if (kept && alone && kept.version === version) {
      Object.assign(kept, { marks, checkedAt });
      return counted(kept.page, 'unchanged');
    }
    const page = await read(found);
    // Entries of other incidents change without it.
    if (page && alone && version !== undefined) this.#pages.set(name, { page, version, marks, checkedAt });
    return page && counted(page, 'store');
  }

  async #look({ account, incidentId }: TimelineAsked): Promise<Found> {
    const { incidents } = this.store;
    const [merged, incident] = await Promise.all([
      mergedIncidents(incidents, account, incidentId),
      incidents.findOne<Summarized>(
        { _id: incidentKey(account, incidentId) },
        { ...READ_LIMIT, projection: SUMMARIZED_FIELDS },
      ),
    ]);
    return { merged, incident: incident ?? undefined };
  }
}

function counted(page: TimelinePage, from: 'memory' | 'unchanged' | 'store'): TimelinePage {
  pagesRead.inc({ from });
  return page;
}

/** Twice, since it is kept as it is sent, too. */
function bytesOf({ entries }: TimelinePage): number {
  const bytes = entries.map(({ body, shown }) => 2 * (body.length + shown.length) + OVERHEAD_BYTES);
  return bytes.reduce((sum, one) => sum + one, OVERHEAD_BYTES);
}
