/** Where events that carry a routing key go. Times are UTC milliseconds. */
export interface RoutingKey {
  /** First half of the key; the key itself is told once and never stored. */
  readonly id: string;
  readonly account: string;
  readonly service: string;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly revokedAt: number | null;
}

export type NewRoutingKey = Omit<RoutingKey, 'revokedAt'>;

/** The routing keys of all accounts. Each method throws LogUnavailable while they can't be read. */
export abstract class RoutingKeys {
  abstract add(key: NewRoutingKey): Promise<void>;
  abstract find(id: string): Promise<RoutingKey | undefined>;
  /** Oldest first, also revoked ones. */
  abstract list(account: string): Promise<RoutingKey[]>;
  /** False when the account has no such key. Revoking again changes nothing. */
  abstract revoke(account: string, id: string, at: number): Promise<boolean>;
}
