import type { LogPosition } from '@daybook/timeline-domain';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { EntryDocument } from '../mongo/documents.js';
import { matches } from '../mongo/entry-filter.js';
import { afterAmendments } from '../project-entries/amended-document.js';
import type { TimelineAsked, TimelinePage } from '../read-timeline/timeline-page.js';
import { groupedBy } from '../sequences.js';
import { LogReader } from './log-reader.js';

export interface PageFromLog extends TimelinePage {
  /** Everything up to here is in it. */
  readonly head: LogPosition;
}

/** As ReadTimeline, made of the log itself while the store is away. */
export class ReadTimelineFromLog extends Query<PageFromLog | undefined> {
  constructor(readonly asked: TimelineAsked) {
    super();
  }
}

@QueryHandler(ReadTimelineFromLog)
export class ReadTimelineFromLogHandler implements IQueryHandler<ReadTimelineFromLog> {
  constructor(private readonly log: LogReader) {}

  /** @throws LogUnreadable */
  async execute({ asked }: ReadTimelineFromLog): Promise<PageFromLog | undefined> {
    const { account, incidentId, filter, overview, order, limit, beyond } = asked;
    const { entries, head } = await this.log.incident(account, incidentId);
    if (entries.length === 0) return undefined;
    const amendments = entries.filter(({ amends }) => amends !== undefined);
    const about = groupedBy(amendments, ({ amends }) => amends!);
    const matching = entries
      .map((entry) => afterAmendments(entry, about))
      // What was moved away. What was moved here is in the log of other incidents, and not seen.
      .filter((entry) => entry.incidentId === incidentId)
      .filter((entry) => matches(filter, entry))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    if (order === 'desc') matching.reverse();
    const behind = matching.filter(
      ({ key }) => beyond === undefined || (order === 'asc' ? key > beyond : key < beyond),
    );
    if (!overview) return { entries: behind.slice(0, limit), more: behind.length > limit, head };

    const shown: EntryDocument[] = [];
    const hidden = [0];
    for (const entry of behind) {
      if (entry.overviewIn === undefined) {
        hidden[hidden.length - 1]! += 1;
        continue;
      }
      // What is hidden before the first entry of the next page is told there.
      if (shown.length === limit)
        return { entries: shown, more: true, hidden: [...hidden.slice(0, -1), 0], head };
      shown.push(entry);
      hidden.push(0);
    }
    return { entries: shown, more: false, hidden, head };
  }
}
