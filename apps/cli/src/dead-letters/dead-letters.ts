import { DaybookError, type Daybook } from '@daybook/client';
import cliTruncate from 'cli-truncate';
import { answered, daybookOf } from '../connection/client.js';
import type { Fallback, Given } from '../connection/connection.js';
import { errorText } from '../connection/errors.js';
import type { GlobalOptions } from '../connection/options.js';
import { EXIT } from '../exit-codes.js';
import { Output } from '../terminal/output.js';
import { plainLine, plainText } from '../terminal/plain-text.js';
import { tell } from '../terminal/progress.js';
import { table } from '../terminal/table.js';

/** The most that a page holds. */
const PAGE = 500;

export class DeadLetters {
  readonly #output: Output;

  private constructor(
    private readonly daybook: Daybook,
    options: GlobalOptions,
  ) {
    this.#output = new Output(options);
  }

  static async of(options: GlobalOptions & Given, fallback: Fallback | undefined): Promise<DeadLetters> {
    return new DeadLetters(await daybookOf(options, ['commandUrl', 'token'], fallback), options);
  }

  async list(): Promise<void> {
    const output = this.#output;
    const rows: string[][] = [];
    for await (const letter of this.#all()) {
      const { id, code, reason, attempts, lastSeenAt, recordedBy } = letter;
      if (output.json) output.print(letter, () => '');
      else rows.push([id, lastSeenAt, String(attempts), plainLine(recordedBy), code, plainLine(reason)]);
    }
    if (output.json) return;
    if (rows.length === 0) return void process.stdout.write('There is none.\n');
    const lines = table(['ID', 'LAST SEEN', 'TRIES', 'BY', 'CODE', 'REASON'], rows).trimEnd().split('\n');
    process.stdout.write(`${lines.map((line) => cliTruncate(line, output.width)).join('\n')}\n`);
  }

  async show(id: string): Promise<void> {
    const letter = await answered(
      this.daybook.command.GET('/v1/dead-letters/{id}', { params: { path: { id } } }),
    );
    const { message, ...facts } = letter;
    this.#output.print(letter, () => {
      const lines = Object.entries(facts).map(
        ([name, value]) => `${name}: ${plainLine(String(value ?? '-'))}`,
      );
      return `${lines.join('\n')}\n\n${plainText(message)}\n`;
    });
  }

  async replay(ids: readonly string[], all: boolean): Promise<void> {
    await this.#eachOf(ids, all, async (id) => {
      const params = { path: { id } };
      const receipt = await answered(this.daybook.command.POST('/v1/dead-letters/{id}/replay', { params }));
      this.#output.print({ deadLetter: id, ...receipt }, () => `${id} recorded at ${receipt.position}\n`);
    });
  }

  async drop(ids: readonly string[], all: boolean): Promise<void> {
    await this.#eachOf(ids, all, async (id) => {
      const params = { path: { id } };
      await answered(this.daybook.command.DELETE('/v1/dead-letters/{id}', { params }));
      this.#output.print({ deadLetter: id, dropped: true }, () => `${id} dropped\n`);
    });
  }

  /** One that is refused must not keep the others from their turn. */
  async #eachOf(ids: readonly string[], all: boolean, work: (id: string) => Promise<void>): Promise<void> {
    for (const id of await this.#named(ids, all)) {
      try {
        await work(id);
      } catch (error) {
        const isAnswer = error instanceof DaybookError && (error.status === 409 || error.status === 404);
        if (!isAnswer) throw error;
        tell(`${id}: ${errorText(error)}`);
        process.exitCode = EXIT.no;
      }
    }
  }

  async #named(ids: readonly string[], all: boolean): Promise<readonly string[]> {
    if (all === ids.length > 0) throw new Error('Say which: ids of dead letters, or --all.');
    if (!all) return ids;
    const found: string[] = [];
    for await (const { id } of this.#all()) found.push(id);
    return found;
  }

  async *#all() {
    let after: string | undefined;
    do {
      const query = { limit: PAGE, ...(after !== undefined && { after }) };
      const page = await answered(this.daybook.command.GET('/v1/dead-letters', { params: { query } }));
      yield* page.deadLetters;
      after = page.next ?? undefined;
    } while (after !== undefined);
  }
}
