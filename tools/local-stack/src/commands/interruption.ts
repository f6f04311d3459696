/** The same Ctrl-C may come from the terminal, from npm and from tools/bootstrap.mjs: within this time it is one. */
const sameSignalMs = 1_000;

export class Interrupted extends Error {
  constructor() {
    super('Interrupted.');
  }
}

/**
 * Turns Ctrl-C, SIGTERM, SIGHUP and the end of the launcher into one event, so that a command can leave in order
 * instead of being ended half way. A second signal, later, asks to hurry.
 */
export class Interruption {
  readonly #first: Promise<never>;
  #reject: (reason: Interrupted) => void = () => {};
  #firstAt: number | undefined;

  constructor(private readonly onHurry: () => void) {
    this.#first = new Promise((_, reject) => (this.#reject = reject));
    this.#first.catch(() => undefined);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.#happen());
    // The channel to tools/bootstrap.mjs closes when that is killed.
    process.on('disconnect', () => this.#happen());
    process.channel?.unref();
    // Once the terminal is gone, what is printed goes nowhere, which is no reason to die before the clean-up.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  }

  throwIfHappened(): void {
    if (this.#firstAt !== undefined) throw new Interrupted();
  }

  /** The action's own outcome, or Interrupted as soon as a signal comes. */
  race<T>(action: Promise<T>): Promise<T> {
    return Promise.race([action, this.#first]);
  }

  #happen(): void {
    if (this.#firstAt === undefined) {
      this.#firstAt = Date.now();
      this.#reject(new Interrupted());
    } else if (Date.now() - this.#firstAt > sameSignalMs) {
      this.onHurry();
    }
  }
}
