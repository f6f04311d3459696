import { Readable } from 'node:stream';
import { arrivingLines, parseJson, type Line } from '@daybook/exact-json';
import { problem, problemFor, problemOf } from '@daybook/http-door';
import type { BulkCut, BulkLine, BulkSummary } from '@daybook/timeline-contracts';
import { ENTRY_LIMITS } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { AppendEntries, type AppendContext, type AppendResult } from '../append-entry/append-entries.js';
import { appendProblem } from '../append-entry/append-answers.http.js';
import { EntryRate } from '../append-entry/entry-rate.js';

/** A line may be this long: an entry, spaced out or escaped. */
const MAX_LINE_BYTES = 2 * ENTRY_LIMITS.contentBytes;
/** Lines go to the log in groups of this many, or this many bytes. */
const GROUP_LINES = 250;
const GROUP_BYTES = 512 * 1024;
/**
 * Groups under way at a time: what is read of a body but not yet answered. As many as fill the two batches that the log
 * has under way, and the two behind them, so that it waits for none.
 */
const GROUPS_UNDER_WAY = 8;

/** What a bulk waits for: more lines, the end of the body or of what can be read of it, the oldest group under way. */
type Event =
  | { readonly lines: readonly Line[] }
  | { readonly ended: true; readonly error?: Error }
  | { readonly answered: readonly BulkLine[] };

/**
 * Records a stream of NDJSON. Reads no faster than the log takes, the sender reads the answer and the sender's rate
 * allows, so the memory in use does not depend on the size of the body. Each line stands alone: a bad one is answered
 * and takes no other with it.
 *
 * A group goes to the log when it is full, or at once while no other is under way: a sender who pauses is answered,
 * and one who doesn't fills the groups while the ones before are written.
 */
@Injectable()
export class BulkAppend {
  constructor(
    private readonly commands: CommandBus,
    private readonly rate: EntryRate,
  ) {}

  /**
   * The answer as NDJSON text: one line for each line sent, in order, then the summary, or where the body was cut, a
   * problem. It is there once its first lines are.
   *
   * @throws Error of the body when not even one line could be read
   */
  async append(body: AsyncIterable<Buffer>, context: AppendContext): Promise<Readable> {
    const pieces = this.#answer(body, context);
    const first = await pieces.next();
    return Readable.from(
      (async function* () {
        if (!first.done) yield first.value;
        yield* pieces;
      })(),
    );
  }

  async *#answer(body: AsyncIterable<Buffer>, context: AppendContext): AsyncGenerator<string> {
    const summary: BulkSummary['summary'] = { recorded: 0, duplicates: 0, refused: 0 };
    const arriving = arrivingLines(body, MAX_LINE_BYTES);
    const waiting = new WaitingLines();
    const underWay: Promise<BulkLine[]>[] = [];
    let admitted = Promise.resolve();
    let reading: Promise<Event> | undefined;
    let end: { readonly error?: Error } | undefined;
    let read = 0;

    while (!end || waiting.count > 0 || underWay.length > 0) {
      while (
        underWay.length < GROUPS_UNDER_WAY &&
        (waiting.full || (waiting.count > 0 && (end || underWay.length === 0)))
      ) {
        const group = waiting.take();
        admitted = admitted.then(() => this.rate.wait(context, group.lines.length, group.bytes));
        const appended = admitted.then(() => this.#appendGroup(group.lines, context));
        // A failure is thrown where the group is answered; until then it must not count as unhandled.
        appended.catch(() => undefined);
        underWay.push(appended);
      }
      if (!end && !waiting.full) reading ??= nextOf(arriving);
      const event = await Promise.race([
        ...(underWay.length > 0 ? [underWay[0]!.then((answered): Event => ({ answered }))] : []),
        ...(reading && !waiting.full ? [reading] : []),
      ]);
      if ('answered' in event) {
        underWay.shift();
        for (const { status } of event.answered) count(summary, status);
        yield event.answered.map((line) => `${JSON.stringify(line)}\n`).join('');
        continue;
      }
      reading = undefined;
      if ('lines' in event) {
        waiting.add(event.lines);
        read = event.lines.at(-1)!.number;
      } else end = event;
    }
    if (end?.error && read === 0) throw end.error;
    yield `${JSON.stringify(end?.error ? cutBehind(read, end.error) : ({ summary } satisfies BulkSummary))}\n`;
  }

  async #appendGroup(lines: readonly Line[], context: AppendContext): Promise<BulkLine[]> {
    const answers = new Map<number, BulkLine>();
    const items: unknown[] = [];
    const numbers: number[] = [];
    for (const { number, bytes } of lines) {
      try {
        if (!bytes) throw new SyntaxError(`a line may have ${MAX_LINE_BYTES} bytes`);
        items.push(parseJson(bytes));
        numbers.push(number);
      } catch (error) {
        const refusal = bytes
          ? problemFor(error)
          : problem(400, 'line_too_long', `a line may have ${MAX_LINE_BYTES} bytes`);
        answers.set(number, { line: number, status: 400, problem: refusal });
      }
    }
    if (items.length > 0) {
      const results = await this.commands.execute(new AppendEntries(items, context, numbers));
      results.forEach((result, index) => answers.set(numbers[index]!, answerOf(numbers[index]!, result)));
    }
    return lines.map(({ number }) => answers.get(number)!);
  }
}

/** Lines that have arrived and are not under way yet: at most what one chunk brings on top of a full group. */
class WaitingLines {
  #lines: Line[] = [];
  #bytes = 0;

  get count(): number {
    return this.#lines.length;
  }

  get full(): boolean {
    return this.#lines.length >= GROUP_LINES || this.#bytes >= GROUP_BYTES;
  }

  add(lines: readonly Line[]): void {
    for (const line of lines) {
      this.#lines.push(line);
      this.#bytes += line.bytes?.length ?? 0;
    }
  }

  /** The next group: as many as make it full, or all. */
  take(): { readonly lines: readonly Line[]; readonly bytes: number } {
    let bytes = 0;
    let count = 0;
    while (count < Math.min(GROUP_LINES, this.#lines.length) && bytes < GROUP_BYTES) {
      bytes += this.#lines[count]!.bytes?.length ?? 0;
      count += 1;
    }
    this.#bytes -= bytes;
    return { lines: this.#lines.splice(0, count), bytes };
  }
}

async function nextOf(arriving: AsyncGenerator<Line[]>): Promise<Event> {
  try {
    const { done, value } = await arriving.next();
    return done ? { ended: true } : { lines: value };
  } catch (error) {
    return { ended: true, error: error as Error };
  }
}

function count(summary: BulkSummary['summary'], status: number): void {
  if (status === 201) summary.recorded += 1;
  else if (status === 200) summary.duplicates += 1;
  else if (status === 202) summary.queued = (summary.queued ?? 0) + 1;
  else summary.refused += 1;
}

function cutBehind(line: number, error: Error): BulkCut {
  const detail = `the body was cut behind line ${line} (${error.message}): send the whole again`;
  return { problem: problem(400, 'body_cut', detail, { line }) };
}

function answerOf(line: number, result: AppendResult): BulkLine {
  if (result.kind === 'recorded' || result.kind === 'duplicate') {
    const { id, position } = result.receipt;
    return { line, status: result.kind === 'recorded' ? 201 : 200, id, position };
  }
  if (result.kind === 'queued') {
    const { id, receipt } = result.queued;
    return { line, status: 202, id, receipt };
  }
  const refusal = problemOf(appendProblem(result));
  return { line, status: refusal.status, problem: refusal };
}
