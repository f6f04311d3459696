import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RoutingKeys, type NewRoutingKey, type RoutingKey } from '../routing-keys/routing-keys.js';
import { asLogUnavailable } from './unavailable.js';

interface Row {
  readonly id: string;
  readonly account: string;
  readonly service: string;
  readonly created_by: string;
  readonly created_ms: string;
  readonly revoked_ms: string | null;
}

@Injectable()
export class PostgresRoutingKeys extends RoutingKeys {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async add({ id, account, service, createdBy, createdAt }: NewRoutingKey): Promise<void> {
    await this.#query(
      'insert into routing_key (id, account, service, created_by, created_ms) values ($1, $2, $3, $4, $5)',
      [id, account, service, createdBy, createdAt],
    );
  }

  async find(id: string): Promise<RoutingKey | undefined> {
    const [row] = await this.#query('select * from routing_key where id = $1', [id]);
    return row && toRoutingKey(row);
  }

  async list(account: string): Promise<RoutingKey[]> {
    const rows = await this.#query('select * from routing_key where account = $1 order by created_ms, id', [
      account,
    ]);
    return rows.map(toRoutingKey);
  }

  async revoke(account: string, id: string, at: number): Promise<boolean> {
    const rows = await this.#query(
      `with revoked as (
         update routing_key set revoked_ms = coalesce(revoked_ms, $3) where account = $1 and id = $2 returning *
       ) select * from revoked`,
      [account, id, at],
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

function toRoutingKey({ id, account, service, created_by, created_ms, revoked_ms }: Row): RoutingKey {
  return {
    ...{ id, account, service, createdBy: created_by },
    createdAt: Number(created_ms),
    revokedAt: revoked_ms === null ? null : Number(revoked_ms),
  };
}
