import { EVERY_ACCOUNT } from '@daybook/access-tokens';
import { accountSchema } from '@daybook/timeline-contracts';
import type { MessageProperties } from 'amqplib';

/** For whom a command is carried out. */
export interface CommandSender {
  readonly account: string;
  readonly recordedBy: string;
  /** When a door took it, UTC milliseconds, for commands that came through one. */
  readonly receivedAt?: number;
  /** RabbitMQ knows no scopes: only what came through a door may redact, which has looked at the token. */
  readonly mayRedact: boolean;
}

export const SENDER_HEADERS = {
  account: 'daybook-account',
  recordedBy: 'daybook-recorded-by',
  receivedAt: 'daybook-received-at',
} as const;

/**
 * Who sent a command. RabbitMQ refuses a `user-id` that is not the connection's own user
 * (https://www.rabbitmq.com/docs/validated-user-id), so it can be believed: users of integrators are named as their
 * account. Only this service's own user may speak for others, by headers: what its doors took while Postgres was away.
 */
export function senderOf(
  { userId, headers }: MessageProperties,
  serviceUser: string,
): CommandSender | undefined {
  const account: unknown = userId === serviceUser ? headers?.[SENDER_HEADERS.account] : undefined;
  if (account === undefined) {
    const isAccount = userId !== EVERY_ACCOUNT && accountSchema.safeParse(userId).success;
    return isAccount
      ? { account: userId as string, recordedBy: `rabbitmq:${userId}`, mayRedact: false }
      : undefined;
  }
  return {
    account: String(account),
    recordedBy: String(headers?.[SENDER_HEADERS.recordedBy]),
    receivedAt: Number(headers?.[SENDER_HEADERS.receivedAt]),
    mayRedact: true,
  };
}
