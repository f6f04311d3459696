import { timeOfTimelineKey, type TimelineKey } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import { pageInWindows, type KeyedList, type Page } from './page-in-windows.js';

/** Lists that are remembered, those read last. */
const MOST = 10_000;
/** Where nothing is known of a list. */
const FIRST_WIDTH_MS = 1_000;

interface Known {
  /** UTC milliseconds. */
  readonly newest: number;
  /** Milliseconds from one to the next. */
  readonly apartMs: number;
}

/** The name of all entries of an account, or of one incident. */
export function entriesOf(account: string, incidentId?: string): string {
  return `${account}/entries/${incidentId ?? ''}`;
}

/** Lists, newest first, of which nothing tells how close they stand but how they were found. */
@Injectable()
export class NewestFirst {
  readonly #known = new Map<string, Known>();

  /** @param name the same for the same conditions */
  async page<Document>(
    name: string,
    list: Omit<KeyedList<Document>, 'order'>,
    keyOf: (document: Document) => TimelineKey,
  ): Promise<Page<Document>> {
    const known = this.#known.get(name);
    const guess = known
      ? { start: known.newest, width: 1.25 * known.apartMs * list.limit }
      : { start: Date.now(), width: FIRST_WIDTH_MS };
    const page = await pageInWindows({ ...list, order: 'desc' }, guess);
    const [newest, oldest] = [page.documents.at(0), page.documents.at(-1)];
    if (page.more && newest && oldest) {
      const [start, end] = [timeOfTimelineKey(keyOf(newest)), timeOfTimelineKey(keyOf(oldest))];
      const apartMs = (start - end) / page.documents.length;
      this.#remember(name, { newest: list.range?.$lt === undefined ? start : guess.start, apartMs });
    }
    return page;
  }

  #remember(name: string, known: Known): void {
    this.#known.delete(name);
    this.#known.set(name, known);
    if (this.#known.size > MOST) this.#known.delete(this.#known.keys().next().value!);
  }
}
