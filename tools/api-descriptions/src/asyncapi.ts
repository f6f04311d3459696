import {
  accountSchema,
  APPEND_ENTRY_V1,
  appendEntryV1Schema,
  appendReplyV1Schema,
  CLOUD_EVENTS_CONTENT_TYPE,
  COMMAND_EXCHANGE,
  COMMAND_KEY,
  COMMAND_QUEUE,
  ENTRIES_EXCHANGE,
  ENTRY_RECORDED_V1,
  ENTRY_RECORDED_V2,
  entryRecordedV1Schema,
  entryRecordedV2Schema,
  EVENT_KEY,
  EVENT_QUEUE,
  LOG_CHECKPOINT_V1,
  LOG_HEAD_V1,
  logCheckpointKey,
  logCheckpointMessageV1Schema,
  logHeadKey,
  logHeadMessageV1Schema,
  RECEIVE_EVENT_V1,
  receiveEventV1Schema,
  shardBindingKeys,
  shardQueueName,
} from '@daybook/timeline-contracts';
import { SHARD_COUNT } from '@daybook/timeline-domain';
import { z } from 'zod';
import { describedFile, type DescribedFile } from './described-file.js';

/** Every message, by the name under which the document refers to it. */
const MESSAGES = {
  entryRecordedV2: {
    schema: entryRecordedV2Schema,
    type: ENTRY_RECORDED_V2,
    title: 'An entry at its place in the log',
    description: 'Expires after 24 h. `data` of a redacted entry holds no content.',
  },
  entryRecordedV1: {
    schema: entryRecordedV1Schema,
    type: ENTRY_RECORDED_V1,
    title: 'An entry at its place in the log, as it was told before redactions',
    description: 'Not sent any more; still read.',
  },
  logHeadV1: {
    schema: logHeadMessageV1Schema,
    type: LOG_HEAD_V1,
    title: 'What the relay has handed over so far',
    description: 'Each second while the log grows, so that even a lost last message shows.',
  },
  logCheckpointV1: {
    schema: logCheckpointMessageV1Schema,
    type: LOG_CHECKPOINT_V1,
    title: 'Where the log ended at a time, signed',
    description: 'From every replica that has a key.',
  },
  appendEntryV1: {
    schema: appendEntryV1Schema,
    type: APPEND_ENTRY_V1,
    title: 'A fact on its way to the log',
    description: 'Publish it persistent, and wait for the confirm. The account is that of `user-id`.',
  },
  appendReplyV1: {
    schema: appendReplyV1Schema,
    title: 'What became of a command',
    description: 'To the queue of `reply-to`, with its `correlation-id`.',
  },
  receiveEventV1: {
    schema: receiveEventV1Schema,
    type: RECEIVE_EVENT_V1,
    title: 'A monitoring tool’s event on its way to the log',
    description: 'Only the command-service’s own user is believed.',
  },
} as const;

type MessageName = keyof typeof MESSAGES;

const PARAMETERS = {
  log: { description: 'name of the log; of entries, the one that recorded them first' },
  account: { description: `the tenant: ${pattern(accountSchema)}` },
  shard: {
    description: 'by incident',
    enum: Array.from({ length: SHARD_COUNT }, (_, shard) => String(shard)),
  },
  type: { description: 'the entry’s type in lower case, other than a-z, 0-9, - and _ as _, cut at 64' },
};

/** The document, for those who read it without running anything. */
export async function asyncApiFiles(): Promise<DescribedFile[]> {
  return [await describedFile('docs/asyncapi.json', JSON.stringify(asyncApiDocument()))];
}

/** All messages that Daybook sends and takes, as AsyncAPI 3.0 (https://www.asyncapi.com/docs/reference/specification/v3.0.0). */
export function asyncApiDocument(): object {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Daybook: messages',
      version: '1',
      description:
        'Messages over RabbitMQ (AMQP 0-9-1). Bodies are CloudEvents 1.0 in JSON, but for replies. A version is never ' +
        'edited: what needs another shape comes under the next one. Readers ignore members that they don’t know.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: CLOUD_EVENTS_CONTENT_TYPE,
    channels: channels(),
    operations: operations(),
    components: { messages: mapValues(MESSAGES, message) },
  };
}

function channels(): object {
  const entries = { name: ENTRIES_EXCHANGE, type: 'topic' };
  const commands = { name: COMMAND_EXCHANGE, type: 'direct' };
  return {
    entries: routed(
      entries,
      // Not by way of the function that makes the key, which knows no place holders for types.
      'entry-recorded.v2.{log}.{account}.{shard}.{type}',
      ['entryRecordedV2'],
      ['log', 'account', 'shard', 'type'],
    ),
    entriesV1: routed(
      entries,
      'entry-recorded.v1.{log}.{account}.{shard}.{type}',
      ['entryRecordedV1'],
      ['log', 'account', 'shard', 'type'],
    ),
    heads: routed(entries, logHeadKey('{log}'), ['logHeadV1'], ['log']),
    checkpoints: routed(entries, logCheckpointKey('{log}'), ['logCheckpointV1'], ['log']),
    shards: {
      ...queue(shardQueueName('{shard}'), ['entryRecordedV2', 'entryRecordedV1', 'logHeadV1']),
      parameters: { shard: PARAMETERS.shard },
      description: `The query-service’s own queues, with a single active consumer each, bound to ${ENTRIES_EXCHANGE} by ${shardBindingKeys('{shard}').join(', ')}.`,
    },
    commands: {
      ...routed(commands, COMMAND_KEY, ['appendEntryV1']),
      description: `Bound to the queue ${COMMAND_QUEUE}.`,
    },
    commandQueue: queue(COMMAND_QUEUE, ['appendEntryV1']),
    events: {
      ...routed(commands, EVENT_KEY, ['receiveEventV1']),
      description: `Bound to the queue ${EVENT_QUEUE}.`,
    },
    eventQueue: queue(EVENT_QUEUE, ['receiveEventV1']),
    replies: {
      address: null,
      description: 'A queue of whoever sent the command.',
      messages: messagesOf(['appendReplyV1']),
    },
  };
}

function operations(): object {
  const publishing = { bindings: { amqp: { deliveryMode: 2, mandatory: true, bindingVersion: '0.3.0' } } };
  const acknowledging = { bindings: { amqp: { ack: true, bindingVersion: '0.3.0' } } };
  return {
    tellEntry: {
      ...operation('send', 'entries', 'The command-service tells of every entry.'),
      ...publishing,
    },
    tellHead: { ...operation('send', 'heads', 'The command-service tells how far it is.'), ...publishing },
    tellCheckpoint: {
      ...operation('send', 'checkpoints', 'The command-service tells what the log has come to.'),
      ...publishing,
    },
    projectEntries: {
      ...operation('receive', 'shards', 'The query-service keeps its read models.'),
      ...acknowledging,
    },
    appendEntry: {
      ...operation('receive', 'commandQueue', 'The command-service records facts that come as messages.'),
      ...acknowledging,
      reply: {
        address: { location: '$message.header#/reply-to' },
        channel: { $ref: '#/channels/replies' },
        messages: [{ $ref: '#/channels/replies/messages/appendReplyV1' }],
      },
    },
    sendCommand: {
      ...operation(
        'send',
        'commands',
        'Integrators, and the command-service while its log is away, send facts.',
      ),
      ...publishing,
    },
    sendEvent: {
      ...operation('send', 'events', 'The command-service keeps events of tools while its log is away.'),
      ...publishing,
    },
    decideEvent: {
      ...operation('receive', 'eventQueue', 'The command-service decides what an event becomes.'),
      ...acknowledging,
    },
  };
}

function operation(action: 'send' | 'receive', channel: string, summary: string): object {
  return { action, channel: { $ref: `#/channels/${channel}` }, summary };
}

function routed(
  exchange: { readonly name: string; readonly type: string },
  key: string,
  messages: readonly MessageName[],
  parameters: readonly (keyof typeof PARAMETERS)[] = [],
): object {
  const amqp = { is: 'routingKey', exchange: { ...exchange, durable: true, autoDelete: false } };
  return {
    address: key,
    messages: messagesOf(messages),
    ...(parameters.length > 0 && {
      parameters: Object.fromEntries(parameters.map((name) => [name, PARAMETERS[name]])),
    }),
    bindings: { amqp: { ...amqp, bindingVersion: '0.3.0' } },
  };
}

function queue(name: string, messages: readonly MessageName[]): object {
  const amqp = { is: 'queue', queue: { name, durable: true, exclusive: false, autoDelete: false } };
  return {
    address: name,
    messages: messagesOf(messages),
    bindings: { amqp: { ...amqp, bindingVersion: '0.3.0' } },
  };
}

function messagesOf(names: readonly MessageName[]): object {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }]));
}

function message(name: MessageName): object {
  const { schema, title, description, ...more } = MESSAGES[name];
  const type = 'type' in more ? more.type : undefined;
  return {
    name: type ?? name,
    ...{ title, description },
    contentType: type === undefined ? 'application/json' : CLOUD_EVENTS_CONTENT_TYPE,
    payload: payloadSchema(schema),
    ...(type !== undefined && { bindings: { amqp: { messageType: type, bindingVersion: '0.3.0' } } }),
  };
}

/** JSON Schema draft 7, which is what AsyncAPI's own schemas are a superset of; as it is sent, before it is read. */
function payloadSchema(schema: z.ZodType): object {
  const { $schema: _draft, ...described } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return described;
}

function pattern(schema: z.ZodType): string {
  return String(z.toJSONSchema(schema).pattern);
}

function mapValues<Key extends string>(record: Record<Key, unknown>, map: (key: Key) => object): object {
  return Object.fromEntries((Object.keys(record) as Key[]).map((key) => [key, map(key)]));
}
