/** The topic exchange to which the relay publishes. */
export const ENTRIES_EXCHANGE = 'daybook.entries';

interface RoutedEntry {
  readonly originLog: string;
  readonly account: string;
  readonly shard: number;
  readonly type: string;
}

/** `entry-recorded.v2.<origin log>.<account>.<shard>.<type slug>` */
export function entryRecordedKey({ originLog, account, shard, type }: RoutedEntry): string {
  return `entry-recorded.v2.${originLog}.${account}.${shard}.${typeSlug(type)}`;
}

export function logHeadKey(log: string): string {
  return `log-head.v1.${log}`;
}

/** Checkpoints of all logs: `log-checkpoint.v1.*`. */
export function logCheckpointKey(log: string): string {
  return `log-checkpoint.v1.${log}`;
}

/** The query-service's queue of a shard. RabbitMQ lets no queue be declared with other arguments than it has: others need another name. */
export function shardQueueName(shard: number | string): string {
  return `daybook.query.timeline.v2.shard-${shard}`;
}

/** Binding keys of a queue that takes one shard of every log and account, and the heads, from relays of either version. */
export function shardBindingKeys(shard: number | string): string[] {
  return [`entry-recorded.v1.*.*.${shard}.*`, `entry-recorded.v2.*.*.${shard}.*`, 'log-head.v1.*'];
}

/** An account's queue for a program of its own. */
export function integrationQueueName(account: string, name: string): string {
  return `daybook.integrations.${account}.${name}`;
}

/** @param types empty: all */
export function integrationBindingKeys(account: string, types: readonly string[]): string[] {
  const slugs = types.length === 0 ? ['*'] : [...new Set(types.map(typeSlug))];
  return slugs.map((slug) => `entry-recorded.v2.*.${account}.*.${slug}`);
}

/** A type as one word of a routing key, at most 64 characters: lower case, everything else but digits, - and _ becomes _. */
export function typeSlug(type: string): string {
  return type
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '_')
    .slice(0, 64);
}
