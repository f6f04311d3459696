import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { Config } from '../config.js';

const KEY_BYTES = 32;
const PATTERN = new RegExp(`^[0-9a-f]{${KEY_BYTES * 2}}$`, 'i');

/** Whose secret it is: each rotation makes the next generation. */
export interface SecretName {
  readonly webhook: string;
  readonly generation: number;
}

/**
 * The secrets of webhooks, each made from the installation's key and its name: so none is stored, and whoever reads
 * the database can sign nothing.
 */
@Injectable()
export class WebhookSecrets {
  readonly #key: Buffer | undefined;

  /** @throws Error that names the setting and its file */
  constructor({ webhookSecretFile: file }: Config) {
    if (file === undefined) return;
    const text = readFileSync(file, 'utf8').trim();
    if (!PATTERN.test(text))
      throw new Error(`WEBHOOK_SECRET_FILE ${file} must hold ${KEY_BYTES * 2} hexadecimal digits`);
    this.#key = Buffer.from(text, 'hex');
  }

  /** As receivers are told it: https://www.standardwebhooks.com. Undefined where there is no key. */
  tell(name: SecretName): string | undefined {
    const secret = this.#secret(name);
    return secret && `whsec_${secret.toString('base64')}`;
  }

  /**
   * The value of `webhook-signature`: one signature by each of these secrets.
   *
   * @param timestamp Unix seconds
   * @throws Error where there is no key
   */
  sign(names: readonly SecretName[], id: string, timestamp: number, body: string): string {
    const signatures = names.map((name) => {
      const secret = this.#secret(name);
      if (!secret) throw new Error('WEBHOOK_SECRET_FILE is not set on this service');
      return `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
    });
    return signatures.join(' ');
  }

  get canSign(): boolean {
    return this.#key !== undefined;
  }

  #secret({ webhook, generation }: SecretName): Buffer | undefined {
    return this.#key && createHmac('sha256', this.#key).update(`webhook ${webhook} ${generation}`).digest();
  }
}
