import { checkpointV1Schema, type CheckpointV1 } from '@daybook/timeline-contracts';
import {
  calculateJwkThumbprint,
  CompactSign,
  compactVerify,
  createLocalJWKSet,
  decodeProtectedHeader,
  errors,
  importJWK,
  type JSONWebKeySet,
  type JWK,
} from 'jose';

/**
 * The type of the JWS (RFC 8725, section 3.11): a checkpoint can't pass for a token, nor a token for a checkpoint,
 * even where both were signed with one key.
 */
export const CHECKPOINT_TYPE = 'daybook-checkpoint+json';
const ALGORITHM = 'EdDSA';

/** The text is no checkpoint, or none that one of the known keys has signed. */
export class CheckpointRefused extends Error {
  override readonly name = 'CheckpointRefused';
}

/** Signs what a log has come to, with a private Ed25519 key. */
export class CheckpointSigner {
  readonly #key: JWK;

  /** @throws Error that says what is wrong with the key */
  constructor(key: unknown) {
    const { kty, crv, x, d } = (key ?? {}) as JWK;
    if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string' || typeof d !== 'string') {
      throw new Error('the key for checkpoints must be a private JWK of kty OKP and crv Ed25519');
    }
    this.#key = { kty, crv, x, d };
  }

  /** As a compact JWS (RFC 7515), whose payload is the checkpoint as JSON. */
  async sign(checkpoint: CheckpointV1): Promise<string> {
    const payload = Buffer.from(JSON.stringify(checkpointV1Schema.parse(checkpoint)));
    return new CompactSign(payload)
      .setProtectedHeader({ alg: ALGORITHM, typ: CHECKPOINT_TYPE, kid: await this.#kid() })
      .sign(await importJWK(this.#key, ALGORITHM));
  }

  /** For whoever checks: they can verify and not sign. */
  async publicKeys(): Promise<JSONWebKeySet> {
    const { d: _private, ...publicKey } = this.#key;
    return { keys: [{ ...publicKey, alg: ALGORITHM, use: 'sig', kid: await this.#kid() }] };
  }

  #kid(): Promise<string> {
    return calculateJwkThumbprint(this.#key);
  }
}

/** Checks signatures against public keys; those of former keys stay good as long as their keys are given. */
export class CheckpointReader {
  readonly #keys: ReturnType<typeof createLocalJWKSet>;

  constructor(publicKeys: JSONWebKeySet) {
    this.#keys = createLocalJWKSet(publicKeys);
  }

  /** @throws CheckpointRefused */
  async read(jws: string): Promise<CheckpointV1> {
    if (typeOf(jws) !== CHECKPOINT_TYPE) throw new CheckpointRefused('it is not a checkpoint');
    try {
      const { payload } = await compactVerify(jws, this.#keys, { algorithms: [ALGORITHM] });
      return checkpointV1Schema.parse(JSON.parse(new TextDecoder().decode(payload)));
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey)
        throw new CheckpointRefused('another key than those given signed it');
      if (error instanceof errors.JOSEError) throw new CheckpointRefused('its signature is not valid');
      throw new CheckpointRefused('what it says can’t be read');
    }
  }
}

/** All compact JWS in a text, wherever they stand: lines of a log, messages and answers may be kept as they came. */
export function findCheckpoints(text: string): string[] {
  const found = text.match(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g) ?? [];
  return [...new Set(found)].filter((jws) => typeOf(jws) === CHECKPOINT_TYPE);
}

function typeOf(jws: string): string | undefined {
  try {
    return decodeProtectedHeader(jws).typ;
  } catch {
    return undefined;
  }
}
