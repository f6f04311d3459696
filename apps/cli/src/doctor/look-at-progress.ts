import { DaybookError, type Daybook } from '@daybook/client';
import { answered } from '../connection/client.js';
import { durationText } from '../terminal/durations.js';
import { ok, warning, wrong, type Finding } from './finding.js';

/** Of entries that are just being written it is normal to be behind; from here on it deserves a look, in milliseconds. */
const BEHIND_MS = 10_000;

/** How far facts get on their way from the log to the readers. What a service does not tell is passed over. */
export async function lookAtProgress(daybook: Daybook): Promise<Finding[]> {
  const [log, model] = await Promise.all([
    unlessRefused(answered(daybook.command.GET('/v1/progress'))),
    unlessRefused(answered(daybook.query.GET('/v1/progress'))),
  ]);
  return [
    ...(log?.log ? [relay(log.log)] : []),
    ...(model ? [readModel(model)] : []),
    ...(log?.log && model ? oneSystem(log.log.head, model.watermark) : []),
    ...[...(log?.queues ?? []), ...(model?.queues ?? [])].flatMap(queue),
  ];
}

/** Only who may administer the account is told of its dead letters. */
export async function lookAtDeadLetters(daybook: Daybook): Promise<Finding[]> {
  const page = await unlessRefused(
    answered(daybook.command.GET('/v1/dead-letters', { params: { query: { limit: 500 } } })),
  );
  if (!page) return [];
  const count = page.deadLetters.length;
  if (count === 0) return [ok('dead letters', 'none')];
  const says = `${page.next === null ? count : `more than ${count - 1}`} not carried out`;
  return [warning('dead letters', says, '`daybook dead-letters list` tells why.')];
}

type Log = { readonly head: string; readonly behind: number };

function relay({ head, behind }: Log): Finding {
  if (behind === 0) return ok('log', `${head}, all of it handed over to RabbitMQ`);
  const advice = 'It should fall. If it stays, see the log of the command-service for its relay.';
  return warning('log', `${head}; ${behind} entries are not yet handed over to RabbitMQ`, advice);
}

interface Model {
  readonly watermark: string;
  readonly behind: number;
  readonly lagMs: number;
  readonly source: string;
  readonly shards: readonly { readonly shard: number; readonly waiting: number }[];
  readonly parked: number;
}

function readModel({ watermark, behind, lagMs, source, shards, parked }: Model): Finding {
  const holes = shards.filter(({ waiting }) => waiting > 0).map(({ shard }) => shard);
  const troubles = [
    ...(lagMs >= BEHIND_MS ? [`${behind} entries and ${durationText(lagMs)} behind`] : []),
    ...(holes.length > 0 ? [`shards ${holes.join(', ')} wait for an entry that has not come`] : []),
    ...(parked > 0 ? [`${parked} messages could not be read`] : []),
    ...(source === 'feed' ? ['it reads the feed, not its queues'] : []),
  ];
  if (troubles.length === 0)
    return ok('read model', `${watermark}, ${lagMs === 0 ? 'complete' : 'catching up'}`);
  const advice = 'See the log of the query-service; `daybook projections check` proves what is missing.';
  return warning('read model', `${watermark}: ${troubles.join('; ')}`, advice);
}

function oneSystem(head: string, watermark: string): Finding[] {
  const [log, model] = [head, watermark].map((position) => position.split(':').slice(0, 2).join(':'));
  if (log === model) return [];
  const advice = 'Both addresses must be of one system; a restored log needs a rebuilt read model.';
  return [wrong('both services', `one has the log ${log}, the other shows ${model}`, advice)];
}

function queue({
  queue,
  messages,
  consumers,
}: {
  queue: string;
  messages: number;
  consumers: number;
}): Finding[] {
  if (consumers > 0) return [];
  const advice = 'Its service should consume it: see whether it runs and is connected to RabbitMQ.';
  return [warning('queues', `nobody consumes ${queue}; ${messages} messages wait`, advice)];
}

async function unlessRefused<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  return asked.catch((error: unknown) => {
    if (error instanceof DaybookError) return undefined;
    throw error;
  });
}
