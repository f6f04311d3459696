import {
  buildServices,
  endServer,
  endService,
  ensureServer,
  ensureService,
  freezeTree,
  killTree,
  ladders,
  rabbitmqctl,
  serverNames,
  signalContainer,
  signWithStackKey,
  thawTree,
  type ServerName,
  type ServiceName,
  type Stack,
} from '@daybook/local-stack';
import { JumpingClocks } from './clock/jumping-clocks.js';
import type { ProcessName } from './schedule.js';

export const COMMAND_REPLICA = 'command-service-2';
/** A process that a fault can be done to. */
export type Victim = ProcessName | typeof COMMAND_REPLICA;

const LOW_WATERMARK = '0.0001';
const USUAL_WATERMARK = '0.4';
const DAY_SECONDS = 86_400;
const jumpingClock = new URL('clock/jumping-clock.mjs', import.meta.url).href;
const say = (): void => undefined;

/** Servers and services of a run's own, which it kills, freezes and starts again under their old addresses. */
export class ChaosStack {
  /** The integrators' account is the name of their RabbitMQ user. */
  readonly accounts = { http: 'acme', queue: 'guest' } as const;
  readonly clocks: JumpingClocks;
  tokens!: Record<'acme' | 'guest', string>;
  /** How often what was done to which process, such as `kill postgres`. */
  readonly done: Record<string, number> = {};
  /** Kept while a process is down. */
  readonly #addresses = new Map<Victim, string>();

  constructor(private readonly stack: Stack) {
    this.clocks = new JumpingClocks(this);
  }

  /** The servers are up already. */
  async startServices(): Promise<void> {
    for (const name of serverNames) this.#addresses.set(name, this.stack.record.servers[name]!.url);
    await buildServices(say);
    await this.clocks.install();
    for (const name of ['command-service', 'query-service'] as const) await this.#startService(name);
    const sign = (account: string) =>
      signWithStackKey(this.stack, {
        account,
        subject: 'chaos',
        scopes: ['entries:write', 'entries:read', 'log:read', 'admin'],
        expiresInSeconds: 30 * DAY_SECONDS,
      });
    this.tokens = { acme: await sign('acme'), guest: await sign('guest') };
  }

  get postgresUrl(): string {
    return this.stack.record.servers.postgres!.url;
  }

  get rabbitmqUrl(): string {
    return this.stack.record.servers.rabbitmq!.url;
  }

  get queryUrl(): string {
    return this.urlOf('query-service');
  }

  /** Of one replica after the other. */
  commandUrl(turn: number): string {
    const urls = [...this.#addresses].flatMap(([name, url]) =>
      name.startsWith('command-service') ? [url] : [],
    );
    return urls[turn % urls.length]!;
  }

  urlOf(victim: Victim): string {
    return this.#addresses.get(victim)!;
  }

  #pidOf(victim: Victim): number {
    return this.#processOf(victim).pid;
  }

  async kill(victim: Victim): Promise<void> {
    this.#count('kill', victim);
    const { container } = this.#serverOf(victim) ?? {};
    if (container) await signalContainer(container, 'kill');
    else await killTree(this.#pidOf(victim));
  }

  async freeze(victim: Victim): Promise<void> {
    this.#count('freeze', victim);
    const { container } = this.#serverOf(victim) ?? {};
    if (container) await signalContainer(container, 'pause');
    else freezeTree(this.#pidOf(victim));
  }

  async thaw(victim: Victim): Promise<void> {
    const { container } = this.#serverOf(victim) ?? {};
    if (container) await signalContainer(container, 'unpause');
    else thawTree(this.#pidOf(victim));
  }

  /** In order, as for an update. */
  async stop(victim: Victim): Promise<void> {
    this.#count('restart', victim);
    const ladder = ladders.find(({ server }) => server === victim);
    await (ladder ? endServer(this.stack, ladder) : endService(this.stack, victim));
  }

  /** Starts what was killed or stopped, and resolves when it is ready. */
  async start(victim: Victim): Promise<void> {
    const ladder = ladders.find(({ server }) => server === victim);
    if (!ladder) return this.#startService(victim as ServiceName | typeof COMMAND_REPLICA);
    const { url } = await ensureServer(ladder, { stack: this.stack, say, env: process.env });
    if (url !== this.#addresses.get(victim))
      throw new Error(`${victim} came back elsewhere: its port was taken.`);
  }

  /** Everything is as if the broker had no memory left, or as ever. */
  async setMemoryAlarm(on: boolean): Promise<void> {
    await rabbitmqctl(this.stack, 'set_vm_memory_high_watermark', on ? LOW_WATERMARK : USUAL_WATERMARK);
  }

  clockFileOf(victim: Victim): string {
    return this.stack.path(`${victim}.clock`);
  }

  /** What a service says of itself. Throws while it does not answer. */
  async modeOf(victim: Victim): Promise<string> {
    const response = await fetch(`${this.urlOf(victim)}/health/ready`, {
      signal: AbortSignal.timeout(3_000),
    });
    return ((await response.json()) as { mode: string }).mode;
  }

  async metricOf(victim: Victim, name: string): Promise<number> {
    const response = await fetch(`${this.urlOf(victim)}/metrics`, {
      headers: { Authorization: `Bearer ${this.tokens.acme}` },
      signal: AbortSignal.timeout(3_000),
    });
    const line = (await response.text()).split('\n').find((each) => each.startsWith(`${name} `));
    if (line === undefined) throw new Error(`${victim} tells no ${name}`);
    return Number(line.split(' ')[1]);
  }

  /** Ends a replica for good: its address is no longer given out. */
  async retire(victim: Victim): Promise<void> {
    this.#addresses.delete(victim);
    await endService(this.stack, victim);
  }

  #count(what: string, victim: Victim): void {
    const label = `${what} ${victim === COMMAND_REPLICA ? 'command-service' : victim}`;
    this.done[label] = (this.done[label] ?? 0) + 1;
  }

  async #startService(name: ServiceName | typeof COMMAND_REPLICA): Promise<void> {
    const service = name === 'query-service' ? name : 'command-service';
    const env = {
      NODE_OPTIONS: `--import=${jumpingClock}`,
      DAYBOOK_CHAOS_CLOCK_FILE: this.clockFileOf(name),
    };
    const { url } = await ensureService(this.stack, service, say, { name, env });
    this.#addresses.set(name, url);
  }

  #serverOf(victim: Victim) {
    return this.stack.record.servers[victim as ServerName];
  }

  #processOf(victim: Victim) {
    const started = this.#serverOf(victim) ?? this.stack.record.services[victim];
    const process = started?.processes[0];
    if (!process) throw new Error(`${victim} was not started by this stack, so it is not for chaos.`);
    return process.identity;
  }
}
