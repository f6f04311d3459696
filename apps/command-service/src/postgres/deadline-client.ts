import { Client } from 'pg';

/**
 * A connection that is given up when a query on it has passed its deadline. pg itself goes on using it: then the next
 * caller waits in line behind the query that hangs, and after a failover whose old connections are never heard of
 * again, the pool hands them out until TCP gives up, a quarter of an hour later.
 */
export class DeadlineClient extends Client {
  // pg declares eleven overloads; what is answered stays as it is.
  override query(...call: unknown[]): never {
    const answer: unknown = Reflect.apply(super.query, this, call);
    // Runs before the caller hears of it, so that the pool has parted from the connection when it comes back.
    if (answer instanceof Promise) answer.catch((error: unknown) => this.#giveUpAfter(error as Error));
    return answer as never;
  }

  /** Whoever holds the connection, or the pool, closes it for good once it has told of an error. */
  #giveUpAfter(error: Error): void {
    // All that pg tells of its query_timeout.
    if (error.message === 'Query read timeout' && this.listenerCount('error') > 0) this.emit('error', error);
  }
}

/** At once. pg's own goodbye waits for what is under way, also on a server that never answers. */
export function hangUp(client: Client): void {
  const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection;
  stream.destroy();
}
