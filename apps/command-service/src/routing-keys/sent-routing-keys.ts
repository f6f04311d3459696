import { addressKey, RateLimit } from '@daybook/http-door';
import { Injectable } from '@nestjs/common';
import { Config } from '../config.js';
import { RoutingKeySecret } from './routing-key-secret.js';

/** Judges routing keys that senders show, and lets no address try wrong ones at speed. */
@Injectable()
export class SentRoutingKeys {
  readonly #wrong: RateLimit;

  constructor(
    private readonly secret: RoutingKeySecret,
    { rates }: Config,
  ) {
    this.#wrong = new RateLimit(
      'requests with a wrong routing key',
      rates.refusedTokens,
      rates.windowSeconds,
    );
  }

  /**
   * The id of a key of this installation, whatever else its address has sent: others may share it. Undefined for any
   * other text.
   *
   * @throws HttpProblem 429 for a wrong key, once its address has used the window up
   */
  async idOf(key: string, address: string): Promise<string | undefined> {
    const id = this.secret.idOf(key);
    if (id !== undefined) return id;
    const allowance = await this.#wrong.spend(addressKey(address));
    if (!allowance.allowed) throw this.#wrong.refusal(allowance);
    return undefined;
  }
}
