import type { RunningServer, ServerName } from '../state/stack-record.js';
import type { Stack } from '../state/stack.js';

/** This way of getting a server does not exist on this machine: the ladder goes on to the next one. */
export class NotHere extends Error {}

export interface Climb {
  readonly stack: Stack;
  /** Shows what is being done, beside the server's name. */
  readonly say: (text: string) => void;
  /** Names of servers' URLs, programs to find, and so on come from here. */
  readonly env: NodeJS.ProcessEnv;
}

export interface Rung {
  readonly name: string;
  /** Returns when the server answers. Throws NotHere, or what went wrong with a server that should have worked. */
  start(climb: Climb): Promise<RunningServer>;
}

export interface Ladder {
  readonly server: ServerName;
  readonly label: string;
  readonly urlVariable: string;
  /** The sentence for a person whose machine has no rung that works. */
  readonly advice: string;
  readonly rungs: readonly Rung[];
  given(url: string, env: NodeJS.ProcessEnv): RunningServer;
  /** Resolves when the server answers at its URL, throws when it does not. */
  probe(server: RunningServer): Promise<void>;
}

/**
 * Only "not here" goes on to the next rung. A server that is here and fails to start is told as it is: the next rung
 * would come up with empty data and hide the failure.
 */
export async function climb(ladder: Ladder, context: Climb): Promise<RunningServer> {
  const reasons: string[] = [];
  for (const rung of ladder.rungs) {
    try {
      return await rung.start(context);
    } catch (error) {
      if (!(error instanceof NotHere)) throw error;
      reasons.push(`${rung.name}: ${error.message}`);
    }
  }
  throw new Error(`${ladder.advice}\nTried: ${reasons.join('; ')}.`);
}
