import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EntryLog, type LogFilter, type LoggedEntry, type LogHead } from '../append-entry/entry-log.js';

export interface LogPage {
  /** Read before the entries: the log holds at least this much. */
  readonly head: LogHead;
  readonly entries: readonly LoggedEntry[];
}

export class ReadLog extends Query<LogPage> {
  /** @param start the position behind which to read, in this log; may refuse */
  constructor(
    readonly start: (head: LogHead) => number,
    readonly limit: number,
    readonly filter: LogFilter,
  ) {
    super();
  }
}

@QueryHandler(ReadLog)
export class ReadLogHandler implements IQueryHandler<ReadLog> {
  constructor(private readonly log: EntryLog) {}

  async execute({ start, limit, filter }: ReadLog): Promise<LogPage> {
    const head = await this.log.head();
    return { head, entries: await this.log.readAfter(start(head), limit, filter) };
  }
}
