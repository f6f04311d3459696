import { HttpDoorModule } from '@daybook/http-door';
import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AppendBatcher } from './append-entry/append-batcher.js';
import { AppendEntriesHandler } from './append-entry/append-entries.js';
import { AppendEntryConsumer } from './append-entry/append-entry.consumer.js';
import { AppendEntryDoor } from './append-entry/append-entry.http.js';
import { CommandQueue } from './append-entry/command-queue.js';
import { CommandReplies } from './append-entry/command-replies.js';
import { Clock, SystemClock } from './append-entry/clock.js';
import { BulkAppend } from './bulk-append/bulk-append.js';
import { EntryRate } from './append-entry/entry-rate.js';
import { RabbitmqCommandQueue } from './append-entry/rabbitmq-command-queue.js';
import { CommandReadiness } from './command-readiness.js';
import type { Config } from './config.js';
import { DeadLettersDoor } from './dead-letters/dead-letters.http.js';
import type { Logger } from './logger.js';
import { ExportLogDoor } from './export-log/export-log.http.js';
import { ExportLogHandler } from './export-log/export-log.js';
import { CheckpointDoor } from './log-checkpoints/checkpoint.http.js';
import { CheckpointPublisher } from './log-checkpoints/checkpoint-publisher.js';
import { Checkpoints } from './log-checkpoints/checkpoints.js';
import { ReadCheckpointHandler } from './log-checkpoints/read-checkpoint.js';
import { IdempotencyKeys } from './postgres/idempotency-keys.js';
import { PagerDutyNotesDoor } from './pagerduty-notes/pagerduty-notes.http.js';
import { ReceivePagerDutyDoor } from './receive-pagerduty/receive-pagerduty.http.js';
import { WebhookSecrets } from './receive-pagerduty/webhook-secrets.js';
import { ReadLogDoor } from './read-log/read-log.http.js';
import { ReadLogHandler } from './read-log/read-log.js';
import { ReadProgressDoor } from './read-progress/read-progress.http.js';
import { ReadProgressHandler } from './read-progress/read-progress.js';
import { ReadReceiptDoor } from './read-receipt/read-receipt.http.js';
import { RedactionsDoor } from './redactions/redactions.http.js';
import { ReceiveAlertmanagerDoor } from './receive-alertmanager/receive-alertmanager.http.js';
import { EventBatcher } from './receive-events/event-batcher.js';
import { EventQueue } from './receive-events/event-queue.js';
import { RabbitmqEventQueue } from './receive-events/rabbitmq-event-queue.js';
import { ReceiveEventConsumer } from './receive-events/receive-event.consumer.js';
import { ReceiveEventsDoor } from './receive-events/receive-events.http.js';
import { ReceiveEventHandler } from './receive-events/receive-events.js';
import { DeclaredQueues } from './integration-queues/declared-queues.js';
import { IntegrationQueuesDoor } from './integration-queues/integration-queues.http.js';
import { RoutingKeyDirectory } from './routing-keys/routing-key-directory.js';
import { RoutingKeySecret } from './routing-keys/routing-key-secret.js';
import { RoutingKeysDoor } from './routing-keys/routing-keys.http.js';
import { SentRoutingKeys } from './routing-keys/sent-routing-keys.js';
import { RelayRunner } from './relay-entries/relay-runner.js';
import { ServersModule } from './servers.module.js';

@Module({})
export class CommandServiceModule {
  static register(config: Config, logger: Logger): DynamicModule {
    const servers = ServersModule.register(config, logger);
    return {
      module: CommandServiceModule,
      imports: [CqrsModule.forRoot(), servers, HttpDoorModule.register(config, CommandReadiness, [servers])],
      controllers: [
        AppendEntryDoor,
        ReadReceiptDoor,
        ReadLogDoor,
        ReadProgressDoor,
        ExportLogDoor,
        CheckpointDoor,
        RedactionsDoor,
        ReceiveEventsDoor,
        ReceiveAlertmanagerDoor,
        ReceivePagerDutyDoor,
        RoutingKeysDoor,
        IntegrationQueuesDoor,
        DeadLettersDoor,
        PagerDutyNotesDoor,
      ],
      providers: [
        AppendBatcher,
        AppendEntriesHandler,
        AppendEntryConsumer,
        BulkAppend,
        CheckpointPublisher,
        Checkpoints,
        CommandReplies,
        EntryRate,
        EventBatcher,
        ReceiveEventHandler,
        ReceiveEventConsumer,
        DeclaredQueues,
        RoutingKeyDirectory,
        RoutingKeySecret,
        SentRoutingKeys,
        WebhookSecrets,
        { provide: EventQueue, useClass: RabbitmqEventQueue },
        ExportLogHandler,
        IdempotencyKeys,
        ReadCheckpointHandler,
        ReadLogHandler,
        ReadProgressHandler,
        RelayRunner,
        { provide: Clock, useClass: SystemClock },
        { provide: CommandQueue, useClass: RabbitmqCommandQueue },
      ],
    };
  }
}
