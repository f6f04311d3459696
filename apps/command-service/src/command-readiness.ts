import { Readiness, type ReadinessReport } from '@daybook/http-door';
import { Broker } from '@daybook/rabbitmq';
import { Injectable } from '@nestjs/common';
import { PostgresServer } from './postgres/postgres-server.js';

/**
 * Ready while facts can be made durable: in the log, which is the outbox as well, or else in the command queue.
 */
@Injectable()
export class CommandReadiness extends Readiness {
  constructor(
    private readonly postgres: PostgresServer,
    private readonly broker: Broker,
  ) {
    super();
  }

  report(): ReadinessReport {
    const postgres = this.postgres.up ? 'up' : 'down';
    const rabbitmq = this.broker.state;
    const down = [
      ...(postgres === 'up' ? [] : ['postgres']),
      ...(rabbitmq === 'connected' ? [] : ['rabbitmq']),
    ];
    const mode = down.length === 0 ? 'normal' : down.map((server) => `without-${server}`).join('+');
    return { ready: postgres === 'up' || rabbitmq === 'connected', mode, servers: { postgres, rabbitmq } };
  }
}
