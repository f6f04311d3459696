import 'reflect-metadata';
import { endInTime, openService } from '@daybook/http-door';
import { collectDefaultMetrics } from 'prom-client';
import { CommandServiceModule } from './command-service.module.js';
import { Config } from './config.js';
import { description } from './description.js';
import { createLogger } from './logger.js';

/** Largest request body: 1,000 entries of 16 KiB. */
const BODY_LIMIT = 16 * 1024 * 1024;

const config = new Config(process.env);
const logger = createLogger(config.logLevel);
collectDefaultMetrics();
endInTime(logger);

const app = await openService(CommandServiceModule.register(config, logger), {
  ...description,
  logger,
  bodyLimit: BODY_LIMIT,
  trustedProxies: config.trustedProxies,
  pageOrigins: config.pageOrigins,
});
await app.listen(config.port, config.host);
logger.info({ url: await app.getUrl() }, 'listening');
