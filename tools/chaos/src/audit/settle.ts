import { waitFor } from '@daybook/test-servers';
import {
  COMMAND_QUEUE,
  deadLettersPageSchema,
  settledSchema,
  WATERMARK_HEADER,
  type DeadLetterView,
} from '@daybook/timeline-contracts';
import { connect } from 'amqplib';
import pg from 'pg';
import type { ChaosStack } from '../chaos-stack.js';
import type { Ledger } from '../load/ledger.js';

const PATIENCE_MS = 180_000;
/** The query-service's: empty, since nothing is delivered too often. */
const UNDELIVERED = 'daybook.query.undelivered';
/** Receipts followed at the same time. */
const PARALLEL = 8;

/**
 * Waits until all that was acknowledged is in the log and the log is handed over and projected, or throws what did not
 * come. To be called when nobody writes any more.
 */
export async function untilQuiet(stack: ChaosStack, ledger: Ledger): Promise<void> {
  const client = new pg.Client({ connectionString: stack.postgresUrl });
  await client.connect();
  const quiet = async (): Promise<true | string> => {
    const { rows } = await client.query<{ head: string; relayed: string }>(
      'select log_head.position as head, relay_checkpoint.position as relayed from log_head, relay_checkpoint',
    );
    const head = Number(rows[0]?.head);
    const queued = await messagesIn(stack, COMMAND_QUEUE);
    const parked = (await deadLetters(stack)).length;
    const watermark = await watermarkOf(stack);
    return (
      (queued === 0 &&
        head >= ledger.acknowledged &&
        Number(rows[0]?.relayed) === head &&
        watermark === head &&
        parked >= ledger.spoiled.size) ||
      `${ledger.acknowledged} acknowledged, log ${head}, relay ${rows[0]?.relayed}, watermark ${watermark}, ` +
        `${queued} commands queued, ${parked} parked of ${ledger.spoiled.size}`
    );
  };
  try {
    await waitFor(
      async () => {
        const state = await quiet();
        if (state !== true) throw new Error(state);
        return true;
      },
      { what: 'everything to come to rest', timeoutMs: PATIENCE_MS },
    );
  } finally {
    await client.end();
  }
}

/** Asks after every 202. Returns what was not recorded. */
export async function followReceipts(stack: ChaosStack, ledger: Ledger): Promise<string[]> {
  const lines = [...ledger.lines.values()].filter(({ receipt }) => receipt !== undefined);
  const unsettled: string[] = [];
  const followers = Array.from({ length: PARALLEL }, async () => {
    for (let line = lines.shift(); line; line = lines.shift()) {
      const response = await fetch(stack.urlOf('command-service') + line.receipt!, {
        headers: { Authorization: `Bearer ${stack.tokens.acme}` },
      });
      const body: unknown = await response.json();
      const settled = settledSchema.safeParse(body);
      if (settled.data?.status !== 'recorded') {
        unsettled.push(`receipt of ${line.id}: ${response.status} ${JSON.stringify(body)}`);
      }
    }
  });
  await Promise.all(followers);
  return unsettled;
}

/** What was parked must be what was meant to be, each once. */
export async function auditDeadLetters(stack: ChaosStack, ledger: Ledger): Promise<string[]> {
  const ids = (await deadLetters(stack)).map(({ entryId }) => entryId ?? 'none');
  const left = new Set(ledger.spoiled);
  const faults = ids.flatMap((id) => (left.delete(id) ? [] : [`${id} was parked for no reason, or twice`]));
  faults.push(...[...left].map((id) => `${id} can't be carried out, and was not parked`));
  const undelivered = await messagesIn(stack, UNDELIVERED);
  if (undelivered > 0) faults.push(`${undelivered} messages in ${UNDELIVERED}`);
  const unread = await stack.metricOf('query-service', 'daybook_parked_messages');
  if (unread > 0) faults.push(`${unread} messages that the query-service could not read`);
  return faults;
}

async function deadLetters(stack: ChaosStack): Promise<DeadLetterView[]> {
  const all: DeadLetterView[] = [];
  for (const token of Object.values(stack.tokens)) {
    for (let after = ''; ;) {
      const response = await fetch(`${stack.urlOf('command-service')}/v1/dead-letters?limit=500${after}`, {
        headers: { Authorization: `Bearer ${token}` },
      });
      const page = deadLettersPageSchema.parse(await response.json());
      all.push(...page.deadLetters);
      if (page.next === null) break;
      after = `&after=${page.next}`;
    }
  }
  return all;
}

async function watermarkOf(stack: ChaosStack): Promise<number> {
  const response = await fetch(`${stack.queryUrl}/v1/incidents?limit=1`, {
    headers: { Authorization: `Bearer ${stack.tokens.acme}` },
  });
  await response.body?.cancel();
  return Number(response.headers.get(WATERMARK_HEADER)?.split(':')[2]);
}

/** Ready to be delivered; not those in a consumer's hands. */
async function messagesIn(stack: ChaosStack, queue: string): Promise<number> {
  const connection = await connect(stack.rabbitmqUrl);
  connection.on('error', () => undefined);
  try {
    const channel = await connection.createChannel();
    return (await channel.checkQueue(queue)).messageCount;
  } finally {
    await connection.close();
  }
}
