import { SingleBar } from 'cli-progress';

/** Positions of the log, for whoever watches; nothing where nobody does. */
export class ProgressBar {
  #bar: SingleBar | undefined;

  constructor(private readonly what: string) {}

  update(position: number, head: number): void {
    if (!this.#bar) {
      this.#bar = new SingleBar({
        format: `${this.what} {bar} {percentage}% | position {value} of {total} | {eta_formatted} left`,
        noTTYOutput: false,
        clearOnComplete: true,
        stream: process.stderr,
      });
      this.#bar.start(head, position);
    }
    this.#bar.setTotal(head);
    this.#bar.update(position);
  }

  stop(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }
}

/** A line for whoever watches, above the progress bar where there is one. */
export function tell(sentence: string): void {
  process.stderr.write(`${process.stderr.isTTY ? '\r\u001b[K' : ''}${sentence}\n`);
}
