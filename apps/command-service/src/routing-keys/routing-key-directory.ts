import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { RoutingKeys, type RoutingKey } from './routing-keys.js';

const KEPT = 10_000;
/** A key that was revoked is refused everywhere within this time. */
const FRESH_MS = 2_000;

/** Looks routing keys up, so that a burst of events asks the database once in two seconds for each. */
@Injectable()
export class RoutingKeyDirectory {
  readonly #known: LRUCache<string, { readonly key: RoutingKey | undefined }>;

  constructor(routingKeys: RoutingKeys) {
    this.#known = new LRUCache({
      max: KEPT,
      ttl: FRESH_MS,
      fetchMethod: async (id) => ({ key: await routingKeys.find(id) }),
    });
  }

  /**
   * The key that may be used; undefined when it is unknown or revoked. Calls for one key are answered in their order.
   *
   * @throws LogUnavailable
   */
  async find(id: string): Promise<RoutingKey | undefined> {
    const { key } = (await this.#known.fetch(id))!;
    return key && key.revokedAt === null ? key : undefined;
  }
}
