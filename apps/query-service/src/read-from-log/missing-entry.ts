import { HttpProblem } from '@daybook/http-door';
import { Injectable } from '@nestjs/common';
import { LogReader, LogUnreadable } from './log-reader.js';

/** Tells whoever asks for an entry that is not in the read model whether to ask again. */
@Injectable()
export class MissingEntry {
  constructor(private readonly log: LogReader) {}

  async problem(account: string, id: string): Promise<HttpProblem> {
    try {
      const position = await this.log.positionOf(account, id);
      if (position === undefined)
        return new HttpProblem(404, 'entry_not_found', 'there is no entry of this id');
      return new HttpProblem(404, 'entry_pending', 'the entry is recorded, and will be visible soon', {
        retryAfterSeconds: 1,
        position,
      });
    } catch (error) {
      if (!(error instanceof LogUnreadable)) throw error;
      const detail = 'the entry is not visible, and whether it is recorded can’t be found out now';
      return new HttpProblem(404, 'entry_unknown', detail, { retryAfterSeconds: 2 });
    }
  }
}
