import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { IntegrationQueues, type IntegrationQueue } from '../integration-queues/integration-queues.js';
import { asLogUnavailable } from './unavailable.js';

interface Row {
  readonly account: string;
  readonly name: string;
  readonly types: string[];
  readonly max_length: number;
  readonly created_by: string;
  readonly created_ms: string;
}

@Injectable()
export class PostgresIntegrationQueues extends IntegrationQueues {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async add(queue: IntegrationQueue): Promise<IntegrationQueue> {
    const { account, name, types, maxLength, createdBy, createdAt } = queue;
    await this.#query(
      `insert into integration_queue (account, name, types, max_length, created_by, created_ms)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
      [account, name, types, maxLength, createdBy, createdAt],
    );
    return (await this.find(account, name)) ?? queue;
  }

  async find(account: string, name: string): Promise<IntegrationQueue | undefined> {
    const [row] = await this.#query('select * from integration_queue where account = $1 and name = $2', [
      account,
      name,
    ]);
    return row && toQueue(row);
  }

  async list(account: string): Promise<IntegrationQueue[]> {
    const sql = 'select * from integration_queue where account = $1 order by created_ms, name';
    return (await this.#query(sql, [account])).map(toQueue);
  }

  async all(): Promise<IntegrationQueue[]> {
    return (await this.#query('select * from integration_queue', [])).map(toQueue);
  }

  async remove(account: string, name: string): Promise<boolean> {
    const rows = await this.#query(
      `with removed as (delete from integration_queue where account = $1 and name = $2 returning *)
       select * from removed`,
      [account, name],
    );
    return rows.length > 0;
  }

  async #query(sql: string, parameters: unknown[]): Promise<Row[]> {
    try {
      return (await this.dataSource.query(sql, parameters)) as Row[];
    } catch (error) {
      throw asLogUnavailable(error);
    }
  }
}

function toQueue({ account, name, types, max_length, created_by, created_ms }: Row): IntegrationQueue {
  return {
    account,
    name,
    types,
    maxLength: max_length,
    createdBy: created_by,
    createdAt: Number(created_ms),
  };
}
