import { Readiness, type ReadinessReport } from '@daybook/http-door';
import { Broker } from '@daybook/rabbitmq';
import { Injectable } from '@nestjs/common';
import { Store } from '../mongo/store.js';
import { CatchUp } from '../project-entries/catch-up.js';
import { FeedClient } from '../project-entries/feed-client.js';
import { Progress } from '../project-entries/progress.js';

/** Ready while the store can be read. What keeps it from growing shows in the mode and in the lag. */
@Injectable()
export class QueryReadiness extends Readiness {
  constructor(
    private readonly store: Store,
    private readonly broker: Broker,
    private readonly catchUp: CatchUp,
    private readonly feed: FeedClient,
    private readonly progress: Progress,
  ) {
    super();
  }

  report(): ReadinessReport {
    const mongodb = this.store.reachable ? 'up' : 'down';
    const rabbitmq = this.broker.state;
    const commandService = this.feed.reachable ? 'up' : 'down';
    const troubles = [
      ...(mongodb === 'up' ? [] : ['without-mongodb']),
      ...(rabbitmq === 'disconnected' ? ['without-rabbitmq'] : []),
      ...(commandService === 'up' ? [] : ['without-command-service']),
      ...(this.catchUp.logIsShorter ? ['log-shorter-than-read-model'] : []),
    ];
    return {
      ready: mongodb === 'up',
      mode: troubles.length === 0 ? 'normal' : troubles.join('+'),
      watermark: this.progress.watermarkText,
      lagMs: this.progress.lag(),
      source: this.catchUp.source,
      servers: { mongodb, rabbitmq, commandService },
    };
  }
}
