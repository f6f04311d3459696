import 'reflect-metadata';
import { endInTime, openService } from '@daybook/http-door';
import { collectDefaultMetrics } from 'prom-client';
import { Config } from './config.js';
import { description } from './description.js';
import { createLogger } from './logger.js';
import { QueryServiceModule } from './query-service.module.js';
import { ReadRefusals } from './refusals.js';

/** Webhooks with their filters are the largest bodies. */
const BODY_LIMIT = 64 * 1024;

const config = new Config(process.env);
const logger = createLogger(config.logLevel);
collectDefaultMetrics();
endInTime(logger);

const app = await openService(QueryServiceModule.register(config, logger), {
  ...description,
  logger,
  bodyLimit: BODY_LIMIT,
  trustedProxies: config.trustedProxies,
  refusals: ReadRefusals,
});
await app.listen(config.port, config.host);
logger.info({ url: await app.getUrl() }, 'listening');
