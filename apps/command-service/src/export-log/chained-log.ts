import type { ChainHead, ExportOptions } from '@daybook/log-export';
import type { LogExportHeader, LogExportLine } from '@daybook/timeline-contracts';

/** The log as those see it who check it: its rows in order, and what they have come to. */
export abstract class ChainedLog {
  /** @throws LogUnavailable */
  abstract chainHead(): Promise<ChainHead>;

  /**
   * All rows behind a position, page by page, in constant memory.
   *
   * @param head as just read
   * @throws LogUnavailable, also between two pages
   */
  abstract export(
    head: ChainHead,
    options: ExportOptions,
  ): AsyncGenerator<(LogExportHeader | LogExportLine)[]>;
}
