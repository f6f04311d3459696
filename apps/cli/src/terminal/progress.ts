import { SingleBar } from 'cli-progress';

/** A bar on stderr for whoever watches; nothing where nobody does. */
export class ProgressBar {
  #bar: SingleBar | undefined;

  /** @param format of cli-progress */
  constructor(private readonly format: string) {}

  update(value: number, total: number, payload: object = {}): void {
    if (!this.#bar) {
      this.#bar = new SingleBar({
        format: this.format,
        noTTYOutput: false,
        clearOnComplete: true,
        stream: process.stderr,
      });
      this.#bar.start(total, value, payload);
    }
    this.#bar.setTotal(total);
    this.#bar.update(value, payload);
  }

  stop(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }
}

/** Progress along the positions of a log. */
export function positionBar(what: string): ProgressBar {
  return new ProgressBar(`${what} {bar} {percentage}% | position {value} of {total} | {eta_formatted} left`);
}

/** A line for whoever watches, above the progress bar where there is one. */
export function tell(sentence: string): void {
  process.stderr.write(`${process.stderr.isTTY ? '\r\u001b[K' : ''}${sentence}\n`);
}
