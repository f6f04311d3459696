import { Broker } from '@daybook/rabbitmq';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Store } from './mongo/store.js';

/** Opens the connections once everything that sets them up has been made, and closes them last. */
@Injectable()
export class ServerConnections implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly store: Store,
    private readonly broker: Broker,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.store.open();
    await this.broker.open();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.broker.close();
    await this.store.close();
  }
}
