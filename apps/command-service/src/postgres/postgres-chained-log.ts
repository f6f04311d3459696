import { exportLog, readChainHead, type ChainHead, type ExportOptions } from '@daybook/log-export';
import type { LogExportHeader, LogExportLine } from '@daybook/timeline-contracts';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LogUnavailable } from '../append-entry/entry-log.js';
import { ChainedLog } from '../export-log/chained-log.js';
import { asLogUnavailable } from './unavailable.js';

@Injectable()
export class PostgresChainedLog extends ChainedLog {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async chainHead(): Promise<ChainHead> {
    const head = await readChainHead(this.#query);
    if (!head) throw new LogUnavailable('the log has no head: it is being made, or restored');
    return head;
  }

  export(head: ChainHead, options: ExportOptions): AsyncGenerator<(LogExportHeader | LogExportLine)[]> {
    return exportLog(this.#query, head, options);
  }

  readonly #query = async <Row>(sql: string, parameters: unknown[]): Promise<Row[]> => {
    try {
      return (await this.dataSource.query(sql, parameters)) as Row[];
    } catch (error) {
      throw asLogUnavailable(error);
    }
  };
}
