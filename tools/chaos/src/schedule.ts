import { serverNames, type ServerName, type ServiceName } from '@daybook/local-stack';
import { Random } from './random.js';

export const SERVICES = ['command-service', 'query-service'] as const satisfies readonly ServiceName[];
export const PROCESSES = [...serverNames, ...SERVICES] as const;
export type ProcessName = ServerName | ServiceName;

export type Fault =
  /** SIGKILL, SIGSTOP, or an end in order, of the process with all that it has started. */
  | { readonly kind: 'kill' | 'freeze' | 'restart'; readonly target: ProcessName }
  /** Its clock jumps this far ahead, or back where negative. */
  | {
      readonly kind: 'clock';
      readonly target: 'postgres' | ServiceName;
      readonly jumpMs: number;
    }
  /** RabbitMQ's memory alarm: it takes no messages from publishers. */
  | { readonly kind: 'alarm'; readonly target: 'rabbitmq' };

/** One or two faults that begin together, last `holdMs`, and are healed. */
export interface Round {
  /** Begins once so many more entries are acknowledged. */
  readonly afterAcknowledged: number;
  readonly faults: readonly Fault[];
  readonly holdMs: number;
}

const HOUR_MS = 3_600_000;
/** Within a day: a clock that is a day slow takes the ids of honest senders for ids from the future. */
const MAX_JUMP_HOURS = 12;

/**
 * The rounds of a seed, without end. Faults are dealt like cards: each of the five processes is killed or frozen among
 * the first five faults, and has been killed, frozen and restarted after a whole pack.
 */
export function* rounds(seed: number): Generator<Round, never> {
  const random = new Random(seed);
  const pack: Fault[] = [];
  for (;;) {
    if (pack.length < 2) pack.push(...shuffledPack(random));
    const [first, second] = pack as [Fault, Fault];
    const together = random.onceIn(4) && first.target !== second.target;
    const faults = pack.splice(0, together ? 2 : 1);
    yield {
      afterAcknowledged: random.between(100, 600),
      faults,
      holdMs: random.between(1_000, faults.some(({ kind }) => kind === 'freeze') ? 8_000 : 4_000),
    };
  }
}

function shuffledPack(random: Random): Fault[] {
  const killedFirst = new Map(PROCESSES.map((target) => [target, random.onceIn(2)]));
  const pass = (kill: boolean): Fault[] =>
    random
      .shuffled(PROCESSES)
      .map((target) => ({ kind: killedFirst.get(target) === kill ? 'kill' : 'freeze', target }));
  const rest: Fault[] = [
    ...PROCESSES.map((target): Fault => ({ kind: 'restart', target })),
    ...(['postgres', ...SERVICES] as const).map((target): Fault => {
      const hours = random.between(1, MAX_JUMP_HOURS);
      return { kind: 'clock', target, jumpMs: (random.onceIn(2) ? hours : -hours) * HOUR_MS };
    }),
    { kind: 'alarm', target: 'rabbitmq' },
  ];
  return [...pass(true), ...pass(false), ...random.shuffled(rest)];
}

export function describeFault(fault: Fault): string {
  return fault.kind === 'clock'
    ? `clock of ${fault.target} ${fault.jumpMs > 0 ? '+' : '-'}${Math.abs(fault.jumpMs) / HOUR_MS} h`
    : `${fault.kind} ${fault.target}`;
}
