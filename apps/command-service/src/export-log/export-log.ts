import type { ChainHead } from '@daybook/log-export';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Checkpoints } from '../log-checkpoints/checkpoints.js';
import { ChainedLog } from './chained-log.js';

/** An export as NDJSON text, a page at a time. */
export class ExportLog extends Query<AsyncGenerator<string>> {
  /**
   * @param start the position behind which to begin, in this log; may refuse
   * @param account whose rows are shown with their content; `*`: all
   */
  constructor(
    readonly start: (head: ChainHead) => number,
    readonly account: string,
  ) {
    super();
  }
}

@QueryHandler(ExportLog)
export class ExportLogHandler implements IQueryHandler<ExportLog> {
  constructor(
    private readonly log: ChainedLog,
    private readonly checkpoints: Checkpoints,
  ) {}

  async execute({ start, account }: ExportLog): Promise<AsyncGenerator<string>> {
    const head = await this.log.chainHead();
    return this.#text(head, start(head), account);
  }

  async *#text(head: ChainHead, after: number, account: string): AsyncGenerator<string> {
    const { checkpoints } = this;
    const sign = async (end: ChainHead) => (await checkpoints.sign(end)).checkpoint;
    const options = { account, after, ...(checkpoints.signed && { sign }) };
    for await (const lines of this.log.export(head, options)) {
      yield lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    }
  }
}
