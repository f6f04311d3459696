import type { CheckpointV1, LogExportEnd, LogExportHeader, LogExportRow } from '@daybook/timeline-contracts';
import type { CheckpointResult, Finding } from './findings.js';

/**
 * Compares a log with what it has come to at earlier times, as signed checkpoints say that were kept elsewhere. Only
 * they can tell that rows and everything computed from them were replaced together.
 */
export class CheckpointCheck {
  readonly #open: CheckpointV1[];
  readonly #results: CheckpointResult[] = [];
  #holdsUpTo = 0;
  /** Epoch of the last row that was reached. */
  #epoch = 1;

  constructor(checkpoints: readonly CheckpointV1[]) {
    this.#open = [...checkpoints];
  }

  add(checkpoint: CheckpointV1): void {
    this.#open.push(checkpoint);
  }

  begin(header: LogExportHeader, chain: Buffer): Finding[] {
    this.#open.sort((a, b) => a.position - b.position);
    const findings: Finding[] = [];
    for (const checkpoint of [...this.#open]) {
      const { log, epoch, position } = checkpoint;
      if (log !== header.log) {
        this.#settle(checkpoint, false, `it is of the log ${log}, not ${header.log}`);
        findings.push({
          position,
          differs: 'checkpoint',
          detail: `a checkpoint is of the log ${log}, not ${header.log}`,
        });
      } else if (epoch > header.epoch) {
        const detail = `the log was in epoch ${epoch} when the checkpoint was signed, and now says ${header.epoch}`;
        this.#settle(checkpoint, false, detail);
        findings.push({ position, differs: 'epoch', detail });
      } else if (position < header.after) {
        this.#settle(checkpoint, true, `not compared: the export begins behind position ${header.after}`);
      }
    }
    const finding = this.#compare(header.after, chain);
    this.#holdsUpTo = header.after;
    return finding ? [...findings, finding] : findings;
  }

  /** Undefined while everything holds; without `to` where the row itself is the one. */
  reach({ position, epoch }: LogExportRow, chain: Buffer): Finding | undefined {
    this.#epoch = epoch;
    return this.#compare(position, chain);
  }

  end({ epoch }: LogExportHeader, { position }: LogExportEnd): Finding[] {
    return [...this.#open].map((checkpoint) => {
      const { time, position: reached } = checkpoint;
      const lost = checkpoint.epoch < epoch ? epochPassed(checkpoint) : 'rows were taken off its end';
      const detail = `the log ends at ${position}, and by the checkpoint of ${time} it reached ${reached}: ${lost}`;
      this.#settle(checkpoint, false, detail);
      return {
        position: position + 1,
        ...(reached > position + 1 && { to: reached }),
        differs: 'missing',
        detail,
      };
    });
  }

  /** Up to here a checkpoint vouches for the rows, or they are not in this export. */
  get holdsUpTo(): number {
    return this.#holdsUpTo;
  }

  results(): CheckpointResult[] {
    const unreached = this.#open.map((checkpoint) => ({
      ...{ checkpoint, holds: false },
      detail: 'not compared: its position was not reached',
    }));
    return [...this.#results, ...unreached];
  }

  #compare(position: number, chain: Buffer): Finding | undefined {
    let finding: Finding | undefined;
    for (let next = this.#open[0]; next && next.position <= position; next = this.#open[0]) {
      finding ??= this.#judge(next, position, chain.toString('hex'));
    }
    return finding;
  }

  #judge(checkpoint: CheckpointV1, position: number, chain: string): Finding | undefined {
    const holds =
      checkpoint.position === position && checkpoint.chain === chain && checkpoint.epoch >= this.#epoch;
    if (holds) {
      this.#settle(checkpoint, true, 'the log had this chain at this position');
      this.#holdsUpTo = position;
      return undefined;
    }
    const from = this.#holdsUpTo + 1;
    const replaced =
      checkpoint.epoch < this.#epoch
        ? epochPassed(checkpoint)
        : 'a row was altered, inserted, moved or taken out, and what follows computed anew';
    const detail = `by the checkpoint of ${checkpoint.time} the chain at ${checkpoint.position} was another: ${replaced}`;
    this.#settle(checkpoint, false, detail);
    return {
      position: from,
      ...(from < checkpoint.position && { to: checkpoint.position }),
      differs: 'chain',
      detail,
    };
  }

  #settle(checkpoint: CheckpointV1, holds: boolean, detail: string): void {
    this.#open.splice(this.#open.indexOf(checkpoint), 1);
    this.#results.push({ checkpoint, holds, detail });
  }
}

/** A restore from an older backup does this in all honesty; so does somebody who wants it to look like one. */
function epochPassed({ epoch }: CheckpointV1): string {
  return `it is of epoch ${epoch}, and rows of that epoch were replaced since, by a restore or by somebody who made it look like one`;
}
