import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Gauge, register } from 'prom-client';
import { Store } from '../mongo/store.js';
import { Progress } from '../project-entries/progress.js';

/** Gauges that are read when they are asked for, so that lag also grows between two events. */
@Injectable()
export class ReadModelMetrics implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #names: string[] = [];

  constructor(
    private readonly progress: Progress,
    private readonly store: Store,
  ) {}

  onApplicationBootstrap(): void {
    this.#gauge(
      'daybook_read_model_watermark_position',
      'Position up to which the read model is complete',
      () => {
        return this.progress.watermark.position;
      },
    );
    this.#gauge('daybook_read_model_head_position', 'Largest position that is known to exist', () => {
      return this.progress.head;
    });
    this.#gauge(
      'daybook_read_model_lag_seconds',
      'Time since the read model was last proven complete',
      () => {
        return this.progress.lag() / 1_000;
      },
    );
    this.#gauge('daybook_read_model_generation', 'Generation of the read model that is served', () => {
      return this.store.generation ?? 0;
    });
    this.#gauge('daybook_parked_messages', 'Messages that could not be read and wait to be looked at', () => {
      return this.store.parkedCount;
    });
  }

  onApplicationShutdown(): void {
    for (const name of this.#names) register.removeSingleMetric(name);
  }

  #gauge(name: string, help: string, read: () => number): void {
    register.removeSingleMetric(name);
    this.#names.push(name);
    new Gauge({
      name,
      help,
      collect() {
        this.set(read());
      },
    });
  }
}
