import { HttpDoorModule } from '@daybook/http-door';
import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AppendBatcher } from './append-entry/append-batcher.js';
import { AppendEntriesHandler } from './append-entry/append-entries.js';
import { AppendEntryDoor } from './append-entry/append-entry.http.js';
import { Clock, SystemClock } from './append-entry/clock.js';
import { BulkAppend } from './bulk-append/bulk-append.js';
import { CommandReadiness } from './command-readiness.js';
import type { Config } from './config.js';
import type { Logger } from './logger.js';
import { ReadLogDoor } from './read-log/read-log.http.js';
import { ReadLogHandler } from './read-log/read-log.js';
import { RelayRunner } from './relay-entries/relay-runner.js';
import { ServersModule } from './servers.module.js';

@Module({})
export class CommandServiceModule {
  static register(config: Config, logger: Logger): DynamicModule {
    const servers = ServersModule.register(config, logger);
    return {
      module: CommandServiceModule,
      imports: [
        CqrsModule.forRoot(),
        servers,
        HttpDoorModule.register(config.tokenKeysFile, CommandReadiness, [servers]),
      ],
      controllers: [AppendEntryDoor, ReadLogDoor],
      providers: [
        AppendBatcher,
        AppendEntriesHandler,
        BulkAppend,
        ReadLogHandler,
        RelayRunner,
        { provide: Clock, useClass: SystemClock },
      ],
    };
  }
}
