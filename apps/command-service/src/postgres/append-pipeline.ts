import type { Pool, PoolClient, QueryConfig, QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import { LogUnavailable } from '../append-entry/entry-log.js';

interface Line {
  readonly client: Promise<PoolClient>;
  readonly onError: (error: Error) => void;
  users: number;
  broken?: Error;
}

/**
 * Sends queries down one connection without waiting for the answer of the one before
 * (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING). Each is a transaction of its
 * own and they commit in the order in which they were sent; Postgres begins the next at once, while this process still
 * reads the answer of the last. The connection is the pool's, taken while anything is under way.
 */
export class AppendPipeline {
  #line: Line | undefined;

  constructor(private readonly dataSource: DataSource) {}

  /** @throws whatever the driver throws: when the connection breaks, for all that is under way on it */
  async query<Row extends QueryResultRow>(query: QueryConfig): Promise<Row[]> {
    const line = (this.#line ??= this.#open());
    line.users += 1;
    try {
      const client = await line.client;
      return (await client.query<Row>(query)).rows;
    } finally {
      line.users -= 1;
      if (line.users === 0) this.#close(line);
    }
  }

  #open(): Line {
    const onError = (error: Error): void => this.#abandon(line, error);
    const line: Line = { client: poolOf(this.dataSource).connect(), onError, users: 0 };
    line.client.then((client) => client.on('error', onError), onError);
    return line;
  }

  /** Whoever comes next takes another connection. */
  #abandon(line: Line, error: Error): void {
    line.broken ??= error;
    if (this.#line === line) this.#line = undefined;
  }

  #close(line: Line): void {
    if (this.#line === line) this.#line = undefined;
    line.client.then(
      (client) => {
        client.removeListener('error', line.onError);
        client.release(line.broken);
      },
      () => undefined,
    );
  }
}

function poolOf({ isInitialized, driver }: DataSource): Pool {
  if (!isInitialized) throw new LogUnavailable('there is no connection yet');
  return (driver as unknown as { master: Pool }).master;
}
