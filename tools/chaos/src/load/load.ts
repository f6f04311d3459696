import type { ChaosStack } from '../chaos-stack.js';
import { arrayDoor, bulkDoor, keyedDoor, putDoor, type Door, type HttpTarget } from './http-doors.js';
import { Ledger } from './ledger.js';
import { queueClient, type QueueClient } from './queue-door.js';
import { Writer, type WriterOptions } from './writer.js';

type HttpWriter = Pick<WriterOptions, 'name' | 'together' | 'pauseMs'> & {
  readonly door: (target: HttpTarget) => Door;
};

/** About 300 entries a second in all, so that the load leaves the processes under test room on two cores. */
const HTTP_WRITERS: readonly HttpWriter[] = [
  { name: 'put-1', door: putDoor, together: 1, pauseMs: 60 },
  { name: 'put-2', door: putDoor, together: 1, pauseMs: 60 },
  { name: 'put-3', door: putDoor, together: 1, pauseMs: 60 },
  { name: 'keyed', door: keyedDoor, together: 1, pauseMs: 60 },
  { name: 'array', door: arrayDoor, together: 30, pauseMs: 500 },
  { name: 'bulk', door: bulkDoor, together: 120, pauseMs: 1_500 },
];
const QUEUE_WRITERS = ['queue-1', 'queue-2'];

/** Clients that write through every door at once. */
export class Load {
  readonly ledger = new Ledger();
  readonly #stop = new AbortController();
  readonly #writers: Writer[] = [];
  #queueClient: QueueClient | undefined;
  #running: Promise<unknown> | undefined;

  constructor(
    private readonly stack: ChaosStack,
    private readonly seed: number,
  ) {}

  async start(): Promise<void> {
    const { accounts, tokens } = this.stack;
    for (const { door, ...writer } of HTTP_WRITERS) {
      let replica = 0;
      const target = { url: () => this.stack.commandUrl(replica), token: tokens[accounts.http] };
      const onFailure = () => (replica += 1);
      const way = door === keyedDoor ? 'keyed' : 'http';
      this.#add({ ...writer, account: accounts.http, way, door: door(target), onFailure });
    }
    this.#queueClient = await queueClient(this.stack.rabbitmqUrl, this.ledger);
    const { door } = this.#queueClient;
    for (const name of QUEUE_WRITERS) {
      this.#add({ name, account: accounts.queue, way: 'queue', door, together: 20, pauseMs: 300 });
    }
    this.#running = Promise.all(this.#writers.map((writer) => writer.run(this.#stop.signal)));
    // A writer that fails is told at the end; until then it must not count as unhandled.
    this.#running.catch(() => undefined);
  }

  /** Every writer has sent something from now on, and was acknowledged it. */
  async oneMoreDelivery(): Promise<void> {
    await Promise.race([Promise.all(this.#writers.map((writer) => writer.oneMoreDelivery())), this.#running]);
  }

  /** Lets each writer come to the end of what it has begun. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#queueClient?.close();
  }

  #add(options: WriterOptions): void {
    this.#writers.push(new Writer(options, this.seed, this.#writers.length + 1, this.ledger));
  }
}
