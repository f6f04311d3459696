import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { makeRoutingKey, routingKeyId, ROUTING_KEY_SECRET_BYTES } from '@daybook/routing-keys';
import { Config } from '../config.js';

const PATTERN = new RegExp(`^[0-9a-f]{${ROUTING_KEY_SECRET_BYTES * 2}}$`, 'i');

/** The installation's secret, without which there are no routing keys. */
@Injectable()
export class RoutingKeySecret {
  readonly #secret: Buffer | undefined;

  /** @throws Error that names the setting and its file */
  constructor({ routingKeySecretFile: file }: Config) {
    if (file === undefined) return;
    const text = readFileSync(file, 'utf8').trim();
    if (!PATTERN.test(text))
      throw new Error(
        `ROUTING_KEY_SECRET_FILE ${file} must hold ${ROUTING_KEY_SECRET_BYTES * 2} hexadecimal digits`,
      );
    this.#secret = Buffer.from(text, 'hex');
  }

  /** Undefined where there is no secret. */
  makeKey(): string | undefined {
    return this.#secret && makeRoutingKey(this.#secret);
  }

  /** The id of a key of this installation; undefined for any other text. */
  idOf(key: string): string | undefined {
    return this.#secret && routingKeyId(this.#secret, key);
  }
}
