import { Broker } from '@daybook/rabbitmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { Config } from './config.js';
import { Logger } from './logger.js';
import { ServerConnections } from './server-connections.js';
import { Store } from './mongo/store.js';

/** MongoDB and RabbitMQ. */
@Module({})
export class ServersModule {
  static register(config: Config, logger: Logger): DynamicModule {
    const providers = [
      { provide: Config, useValue: config },
      { provide: Logger, useValue: logger },
      { provide: Store, useFactory: () => new Store(config.mongodbUrl, logger.child({ part: 'store' })) },
      {
        provide: Broker,
        useFactory: () =>
          new Broker({
            url: config.rabbitmqUrl,
            name: 'query-service',
            logger: logger.child({ part: 'broker' }),
          }),
      },
    ];
    return { module: ServersModule, providers: [...providers, ServerConnections], exports: providers };
  }
}
