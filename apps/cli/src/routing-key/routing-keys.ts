import type { Daybook } from '@daybook/client';
import { answered, daybookOf } from '../connection/client.js';
import type { Fallback, Given } from '../connection/connection.js';
import type { GlobalOptions } from '../connection/options.js';
import { jsonLine, Output } from '../terminal/output.js';
import { plainLine } from '../terminal/plain-text.js';
import { table } from '../terminal/table.js';

/** Digits of a key that name it; the others are secret. */
const ID_DIGITS = 16;

export class RoutingKeys {
  private constructor(
    private readonly daybook: Daybook,
    private readonly options: GlobalOptions,
  ) {}

  static async of(options: GlobalOptions & Given, fallback: Fallback | undefined): Promise<RoutingKeys> {
    return new RoutingKeys(await daybookOf(options, ['commandUrl', 'token'], fallback), options);
  }

  /** Prints the bare key, and a record only where that is asked for: it is most often for a variable of a shell. */
  async create(service: string): Promise<void> {
    const made = await answered(this.daybook.command.POST('/v1/routing-keys', { body: { service } }));
    process.stdout.write(this.options.json ? jsonLine(made) : `${made.key}\n`);
  }

  async list(): Promise<void> {
    const { routingKeys } = await answered(this.daybook.command.GET('/v1/routing-keys'));
    const output = new Output(this.options);
    if (output.json) return routingKeys.forEach((key) => output.print(key, () => ''));
    const rows = routingKeys.map(({ id, service, createdAt, createdBy, revokedAt }) => [
      ...[id, plainLine(service), createdAt, plainLine(createdBy)],
      revokedAt === null ? 'in use' : `revoked ${revokedAt}`,
    ]);
    process.stdout.write(table(['ID', 'SERVICE', 'MADE', 'BY', 'STATE'], rows));
  }

  async revoke(key: string): Promise<void> {
    const id = key.slice(0, ID_DIGITS).toLowerCase();
    await answered(this.daybook.command.DELETE('/v1/routing-keys/{id}', { params: { path: { id } } }));
    new Output(this.options).print({ id, revoked: true }, () => 'revoked\n');
  }
}
