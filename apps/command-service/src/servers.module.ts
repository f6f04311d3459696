import { Broker } from '@daybook/rabbitmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EntryLog } from './append-entry/entry-log.js';
import { BrokerConnection } from './broker-connection.js';
import { Config } from './config.js';
import { Logger } from './logger.js';
import { DeadLetters } from './dead-letters/dead-letters.js';
import { createDataSource } from './postgres/data-source.js';
import { ChainedLog } from './export-log/chained-log.js';
import { PostgresChainedLog } from './postgres/postgres-chained-log.js';
import { PostgresDeadLetters } from './postgres/postgres-dead-letters.js';
import { PostgresEntryLog } from './postgres/postgres-entry-log.js';
import { PostgresRelayLog } from './postgres/postgres-relay-log.js';
import { PostgresServer } from './postgres/postgres-server.js';
import { HandedOver } from './read-progress/handed-over.js';
import { PostgresHandedOver } from './postgres/postgres-handed-over.js';
import { AlertLog } from './receive-events/alert-log.js';
import { PostgresAlertLog } from './postgres/postgres-alert-log.js';
import { PostgresIntegrationQueues } from './postgres/postgres-integration-queues.js';
import { PostgresRoutingKeys } from './postgres/postgres-routing-keys.js';
import { IntegrationQueues } from './integration-queues/integration-queues.js';
import { RoutingKeys } from './routing-keys/routing-keys.js';
import { RelayLog } from './relay-entries/relay-log.js';

/** Postgres and RabbitMQ, and what this service sees of them. */
@Module({})
export class ServersModule {
  static register(config: Config, logger: Logger): DynamicModule {
    const providers = [
      { provide: Config, useValue: config },
      { provide: Logger, useValue: logger },
      { provide: DataSource, useFactory: () => createDataSource(config.postgresUrl) },
      {
        provide: Broker,
        useFactory: () =>
          new Broker({
            url: config.rabbitmqUrl,
            name: 'command-service',
            logger: logger.child({ part: 'broker' }),
          }),
      },
      { provide: EntryLog, useClass: PostgresEntryLog },
      { provide: HandedOver, useClass: PostgresHandedOver },
      { provide: ChainedLog, useClass: PostgresChainedLog },
      { provide: DeadLetters, useClass: PostgresDeadLetters },
      { provide: RelayLog, useClass: PostgresRelayLog },
      { provide: AlertLog, useClass: PostgresAlertLog },
      { provide: RoutingKeys, useClass: PostgresRoutingKeys },
      { provide: IntegrationQueues, useClass: PostgresIntegrationQueues },
      PostgresServer,
    ];
    return { module: ServersModule, providers: [...providers, BrokerConnection], exports: providers };
  }
}
