import { Broker } from '@daybook/rabbitmq';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

/** Opens the broker once everything that sets up a connection has been made, and closes it last. */
@Injectable()
export class BrokerConnection implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(private readonly broker: Broker) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.broker.open();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.broker.close();
  }
}
