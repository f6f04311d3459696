import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LogUnavailable } from '../append-entry/entry-log.js';
import { HandedOver } from '../read-progress/handed-over.js';
import { CHECKPOINT } from './postgres-relay-log.js';
import { asLogUnavailable } from './unavailable.js';

interface Row {
  readonly log: string;
  readonly epoch: number;
  readonly position: string;
  readonly relayed: string | null;
}

@Injectable()
export class PostgresHandedOver extends HandedOver {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async read() {
    const [row] = await this.#rows();
    if (!row) throw new LogUnavailable('the log has no head: it is being made, or restored');
    const { log, epoch } = row;
    return { head: { log, epoch, position: Number(row.position) }, relayed: Number(row.relayed ?? 0) };
  }

  async #rows(): Promise<Row[]> {
    try {
      return await this.dataSource.query<Row[]>(
        `select h.log, h.epoch, h.position, c.position as relayed
         from log_head h left join relay_checkpoint c on c.name = $1`,
        [CHECKPOINT],
      );
    } catch (error) {
      throw asLogUnavailable(error);
    }
  }
}
