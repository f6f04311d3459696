// The append path without its doors, relay and broker, for whoever measures it in a process of its own.
export { AppendBatcher } from './append-entry/append-batcher.js';
export { AppendEntries, AppendEntriesHandler } from './append-entry/append-entries.js';
export { SystemClock } from './append-entry/clock.js';
export type { NewEntry } from './append-entry/entry-log.js';
export { createLogger } from './logger.js';
export { connectionOptions, createDataSource, migrate } from './postgres/data-source.js';
export { APPEND, appendParameters, PostgresEntryLog } from './postgres/postgres-entry-log.js';
// The description of its API.
export { CommandServiceModule } from './command-service.module.js';
export { Config } from './config.js';
export { description } from './description.js';
