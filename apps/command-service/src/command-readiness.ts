import { Readiness, type ReadinessReport } from '@daybook/http-door';
import { Broker } from '@daybook/rabbitmq';
import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { PostgresServer } from './postgres/postgres-server.js';

const serverUp = new Gauge({
  name: 'daybook_server_up',
  help: 'Whether a server answers, as this service last told: 1 or 0',
  labelNames: ['server'],
});

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
    serverUp.set({ server: 'postgres' }, postgres === 'up' ? 1 : 0);
    serverUp.set({ server: 'rabbitmq' }, rabbitmq === 'connected' ? 1 : 0);
    const down = [
      ...(postgres === 'up' ? [] : ['postgres']),
      ...(rabbitmq === 'connected' ? [] : ['rabbitmq']),
    ];
    const mode = down.length === 0 ? 'normal' : down.map((server) => `without-${server}`).join('+');
    return { ready: postgres === 'up' || rabbitmq === 'connected', mode, servers: { postgres, rabbitmq } };
  }
}
