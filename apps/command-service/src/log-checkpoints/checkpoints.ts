import { readFileSync } from 'node:fs';
import { CheckpointSigner } from '@daybook/log-chain';
import type { ChainHead } from '@daybook/log-export';
import type { SignedCheckpointV1 } from '@daybook/timeline-contracts';
import { Injectable } from '@nestjs/common';
import { Clock } from '../append-entry/clock.js';
import { Config } from '../config.js';

type PublicKeys = Awaited<ReturnType<CheckpointSigner['publicKeys']>>;

/** Signs what the log has come to, where this service has a key for it. */
@Injectable()
export class Checkpoints {
  readonly #signer: CheckpointSigner | undefined;

  /** @throws Error that names CHECKPOINT_KEY_FILE, when it holds no key */
  constructor(
    { checkpointKeyFile }: Config,
    private readonly clock: Clock,
  ) {
    if (checkpointKeyFile !== undefined) this.#signer = signerOf(checkpointKeyFile);
  }

  get signed(): boolean {
    return this.#signer !== undefined;
  }

  async sign({ log, epoch, position, chain }: ChainHead): Promise<SignedCheckpointV1> {
    const checkpoint = { log, epoch, position, chain, time: new Date(this.clock.now()).toISOString() };
    return { ...checkpoint, checkpoint: await this.#signer!.sign(checkpoint) };
  }

  publicKeys(): Promise<PublicKeys> {
    return this.#signer!.publicKeys();
  }
}

function signerOf(file: string): CheckpointSigner {
  try {
    return new CheckpointSigner(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(`CHECKPOINT_KEY_FILE ${file}: ${(error as Error).message}`, { cause: error });
  }
}
