import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ACCOUNT_NAME } from '@daybook/access-tokens';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Config } from '../config.js';

const schema = z.record(
  z.string().regex(ACCOUNT_NAME, 'must be an account’s name'),
  z.array(z.string().min(16, 'must have 16 characters or more')).min(1),
);

/** The secrets of PagerDuty's webhook subscriptions, by account: they sign what PagerDuty sends. */
@Injectable()
export class WebhookSecrets {
  readonly #byAccount: ReadonlyMap<string, readonly string[]>;

  /** @throws Error that names PAGERDUTY_WEBHOOK_SECRETS_FILE and what is wrong in it, but no secret */
  constructor({ pagerDutyWebhookSecretsFile: file }: Config) {
    this.#byAccount = file === undefined ? new Map() : secretsOf(file);
  }

  /**
   * Whether one of the signatures was made with one of the account's secrets. PagerDuty sends one for each secret that
   * it knows while one is replaced by another, and so may the account have several.
   *
   * @param header `v1=<64 hexadecimal digits>`, by commas; those of other versions are passed over
   */
  verify(account: string, body: Uint8Array, header: string): boolean {
    const signatures = header.split(',').flatMap((one) => {
      const [, hex] = /^v1=([0-9a-f]{64})$/i.exec(one.trim()) ?? [];
      return hex === undefined ? [] : [Buffer.from(hex, 'hex')];
    });
    const expected = (this.#byAccount.get(account) ?? []).map((secret) =>
      createHmac('sha256', secret).update(body).digest(),
    );
    return expected.some((one) => signatures.some((signature) => timingSafeEqual(one, signature)));
  }
}

function secretsOf(file: string): Map<string, string[]> {
  const name = `PAGERDUTY_WEBHOOK_SECRETS_FILE ${file}`;
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // The message of a SyntaxError quotes what it could not read.
    const why = error instanceof SyntaxError ? 'is no JSON' : (error as Error).message;
    throw new Error(`${name}: ${why}`);
  }
  const result = schema.safeParse(json);
  if (result.success) return new Map(Object.entries(result.data));
  const [issue] = result.error.issues;
  throw new Error(`${name}: ${issue!.path.join('.') || 'an object of accounts'}: ${issue!.message}`);
}
