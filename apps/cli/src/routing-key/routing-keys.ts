import { createdRoutingKeySchema, routingKeysSchema } from '@daybook/timeline-contracts';
import { ask, type Asked } from '../connection/ask.js';
import { connect, type Fallback, type Given } from '../connection/connection.js';
import type { GlobalOptions } from '../connection/options.js';
import { jsonLine, Output } from '../terminal/output.js';
import { table } from '../terminal/table.js';

/** Digits of a key that name it; the others are secret. */
const ID_DIGITS = 16;

export class RoutingKeys {
  private constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly options: GlobalOptions,
  ) {}

  static async of(options: GlobalOptions & Given, fallback: Fallback | undefined): Promise<RoutingKeys> {
    const { commandUrl, token } = await connect(options, ['commandUrl', 'token'], fallback);
    return new RoutingKeys(commandUrl, token, options);
  }

  /** Prints the bare key, and a record only where that is asked for: it is most often for a variable of a shell. */
  async create(service: string): Promise<void> {
    const made = createdRoutingKeySchema.parse(await this.#ask('', { method: 'POST', body: { service } }));
    process.stdout.write(this.options.json ? jsonLine(made) : `${made.key}\n`);
  }

  async list(): Promise<void> {
    const { routingKeys } = routingKeysSchema.parse(await this.#ask(''));
    const output = new Output(this.options);
    if (output.json) return routingKeys.forEach((key) => output.print(key, () => ''));
    const rows = routingKeys.map(({ id, service, createdAt, createdBy, revokedAt }) => [
      ...[id, service, createdAt, createdBy],
      revokedAt === null ? 'in use' : `revoked ${revokedAt}`,
    ]);
    process.stdout.write(table(['ID', 'SERVICE', 'MADE', 'BY', 'STATE'], rows));
  }

  async revoke(id: string): Promise<void> {
    const revoked = id.slice(0, ID_DIGITS).toLowerCase();
    await this.#ask(`/${encodeURIComponent(revoked)}`, { method: 'DELETE' });
    new Output(this.options).print({ id: revoked, revoked: true }, () => 'revoked\n');
  }

  #ask(path: string, asked: Asked = {}): Promise<unknown> {
    return ask(this.url, this.token, `/v1/routing-keys${path}`, asked);
  }
}
