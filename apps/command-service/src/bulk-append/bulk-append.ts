import { ndjsonLines, parseJson, type Line } from '@daybook/exact-json';
import { problem, problemOf } from '@daybook/http-door';
import type { BulkLine, BulkSummary } from '@daybook/timeline-contracts';
import { ENTRY_LIMITS } from '@daybook/timeline-domain';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { AppendEntries, type AppendContext, type AppendResult } from '../append-entry/append-entries.js';
import { appendProblem } from '../append-entry/append-answers.http.js';

/** A line may be this long: an entry, spaced out or escaped. */
const MAX_LINE_BYTES = 2 * ENTRY_LIMITS.contentBytes;
/** Lines go to the log in groups of this many, or this many bytes. */
const GROUP_LINES = 250;
const GROUP_BYTES = 1024 * 1024;
/** Groups under way at a time: what is read of a body but not yet answered. */
const GROUPS_UNDER_WAY = 4;

/**
 * Records a stream of NDJSON. Reads no faster than the log takes and the sender reads the answer, so the memory in
 * use does not depend on the size of the body. Each line stands alone: a bad one is answered and takes no other with it.
 */
@Injectable()
export class BulkAppend {
  constructor(private readonly commands: CommandBus) {}

  /** The answer as NDJSON text, in pieces: one line for each line sent, in order, then the summary. */
  async *append(body: AsyncIterable<Buffer>, context: AppendContext): AsyncGenerator<string> {
    const summary: BulkSummary['summary'] = { recorded: 0, duplicates: 0, refused: 0 };
    const underWay: Promise<BulkLine[]>[] = [];
    const answer = async () => {
      const lines = await underWay.shift()!;
      for (const { status } of lines) {
        if (status === 201) summary.recorded += 1;
        else if (status === 200) summary.duplicates += 1;
        else if (status === 202) summary.queued = (summary.queued ?? 0) + 1;
        else summary.refused += 1;
      }
      return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    };

    for await (const group of groups(ndjsonLines(body, MAX_LINE_BYTES))) {
      const appended = this.#appendGroup(group, context);
      // A failure is thrown where the group is answered; until then it must not count as unhandled.
      appended.catch(() => undefined);
      underWay.push(appended);
      if (underWay.length === GROUPS_UNDER_WAY) yield await answer();
    }
    while (underWay.length > 0) yield await answer();
    yield `${JSON.stringify({ summary } satisfies BulkSummary)}\n`;
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
        const refusal = problem(400, bytes ? 'invalid_json' : 'line_too_long', (error as Error).message);
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

async function* groups(lines: AsyncIterable<Line>): AsyncGenerator<Line[]> {
  let group: Line[] = [];
  let bytes = 0;
  for await (const line of lines) {
    group.push(line);
    bytes += line.bytes?.length ?? 0;
    if (group.length < GROUP_LINES && bytes < GROUP_BYTES) continue;
    yield group;
    group = [];
    bytes = 0;
  }
  if (group.length > 0) yield group;
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
