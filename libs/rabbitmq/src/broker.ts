import { getEventListeners } from 'node:events';
import type { SocketConstructorOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, type ChannelModel, type RecoveringChannelModel } from 'amqplib';
import type { Logger } from 'pino';

/** `blocked`: connected, but the broker takes no messages (memory or disk alarm). */
export type BrokerState = 'disconnected' | 'connected' | 'blocked';

/** Run on every new connection: declares what it needs and opens channels. A failure closes the connection, and it is tried again. */
export type ConnectionSetup = (connection: ChannelModel) => Promise<void>;

/** The broker can't take a message now, or did not confirm it in time: whether it has it is unknown. */
export class BrokerUnavailable extends Error {
  override readonly name = 'BrokerUnavailable';
}

export interface BrokerOptions {
  readonly url: string;
  /** Shown in RabbitMQ's list of connections. */
  readonly name: string;
  readonly logger: Logger;
  /** A frozen broker is noticed after twice this many seconds. */
  readonly heartbeatSeconds?: number;
}

const MAX_RECONNECT_DELAY_MS = 2_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** Long enough for a broker that declares many queues while it starts. One that is silent is noticed by its heartbeat. */
const SETUP_DEADLINE_MS = 30_000;
const CLOSE_DEADLINE_MS = 1_000;

/** One connection to RabbitMQ that comes back by itself, with everything that was set up on it. */
export class Broker {
  #setups: ConnectionSetup[] = [];
  #connection?: RecoveringChannelModel;
  /** The connection under way, also before its setup is done. */
  #model?: ChannelModel;
  #state: BrokerState = 'disconnected';
  readonly #closing = new AbortController();

  constructor(private readonly options: BrokerOptions) {}

  get state(): BrokerState {
    return this.#state;
  }

  /** Must be called before `open`. */
  onConnection(setup: ConnectionSetup): void {
    this.#setups.push(setup);
  }

  /** Returns at once; the connection is made, and made again, in the background. */
  async open(): Promise<void> {
    const { url, name, logger, heartbeatSeconds = 3 } = this.options;
    const withHeartbeat = new URL(url);
    withHeartbeat.searchParams.set('heartbeat', String(heartbeatSeconds));
    const socketOptions: SocketConstructorOpts = { signal: this.#closing.signal };
    const connection = await connect(withHeartbeat.toString(), {
      ...socketOptions,
      timeout: CONNECT_TIMEOUT_MS,
      clientProperties: { connection_name: name },
      recovery: {
        waitForConnect: false,
        initialDelay: 100,
        maxDelay: MAX_RECONNECT_DELAY_MS,
        setup: (model: ChannelModel) => this.#setUp(model),
      },
    });
    this.#connection = connection;
    connection.on('connect', () => this.#become('connected'));
    for (const event of ['disconnect', 'connect-failed'])
      connection.on(event, (error: Error) => {
        this.#forgetSocket();
        this.#become('disconnected', error);
      });
    connection.on('blocked', (reason: string) => this.#become('blocked', new Error(reason)));
    connection.on('unblocked', () => this.#become('connected'));
    connection.on('error', (error: Error) => logger.debug({ err: error }, 'broker connection error'));
  }

  /** Within a second or so, also while the broker hangs. */
  async close(): Promise<void> {
    // A connection that is just being made would be set up by nobody, and its errors heard by nobody.
    if (this.#state === 'disconnected') this.#closing.abort();
    const closed = this.#connection
      ?.close()
      .catch((error: unknown) => this.options.logger.debug({ err: error }, 'broker close'));
    await Promise.race([closed, delay(CLOSE_DEADLINE_MS, undefined, { ref: false })]);
    if (this.#model) destroySocket(this.#model);
    this.#state = 'disconnected';
  }

  /** amqplib listens to a connection only after its setup: until then an error would end the process, and a close go unseen. */
  async #setUp(model: ChannelModel): Promise<void> {
    // Every queue that is consumed listens for its end.
    model.setMaxListeners(0);
    let closed = false;
    this.#model = model;
    joinWrites(socketOf(model));
    model.on('error', (error: Error) => this.options.logger.debug({ err: error }, 'broker connection'));
    model.once('close', () => {
      closed = true;
      // After a heartbeat was missed amqplib only ends it, which a broker that hangs never answers.
      setTimeout(() => destroySocket(model), CLOSE_DEADLINE_MS).unref();
    });
    const late = new AbortController();
    try {
      await Promise.race([
        this.#runSetups(model),
        delay(SETUP_DEADLINE_MS, undefined, { ref: false, signal: late.signal }).then(() => {
          throw new BrokerUnavailable('the connection was not set up in time');
        }),
      ]);
    } catch (error) {
      // amqplib would wait for the answer to its close for ever, and never connect again.
      const closing = model.close().catch(() => undefined);
      await Promise.race([closing, delay(CLOSE_DEADLINE_MS)]);
      destroySocket(model);
      throw error;
    } finally {
      late.abort();
    }
    if (closed) throw new BrokerUnavailable('the connection closed while it was set up');
  }

  async #runSetups(model: ChannelModel): Promise<void> {
    for (const setup of this.#setups) await setup(model);
  }

  /** Node (20.20.2) never takes a socket's listener off its signal: one would stay for each attempt, as long as an outage lasts. */
  #forgetSocket(): void {
    const { signal } = this.#closing;
    for (const listener of getEventListeners(signal, 'abort'))
      signal.removeEventListener('abort', listener as () => void);
  }

  #become(state: BrokerState, reason?: Error): void {
    if (state === this.#state) return;
    this.#state = state;
    const { logger } = this.options;
    if (reason) logger.warn({ broker: state, reason: reason.message }, 'broker');
    else logger.info({ broker: state }, 'broker');
  }
}

function socketOf(model: ChannelModel): Duplex {
  return (model.connection as unknown as { stream: Duplex }).stream;
}

/**
 * amqplib writes frame by frame, a system call each. What is written in one turn leaves together instead, 16 KiB at a
 * time: an entry in a bulk cost 93 µs of processor time before and 85 µs since (`npm run bench:write`).
 */
function joinWrites(socket: Duplex): void {
  const write = socket.write.bind(socket) as (...frame: unknown[]) => boolean;
  socket.write = (...frame: unknown[]): boolean => {
    if (socket.writableCorked === 0) {
      socket.cork();
      process.nextTick(() => socket.uncork());
    }
    return write(...frame);
  };
}

/** With an error, since amqplib notices no other end. On a socket that is closed it does nothing. */
function destroySocket(model: ChannelModel): void {
  socketOf(model).destroy(new BrokerUnavailable('the connection was given up'));
}
