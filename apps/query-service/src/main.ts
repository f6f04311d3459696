import 'reflect-metadata';
import { openService } from '@daybook/http-door';
import { collectDefaultMetrics } from 'prom-client';
import { Config } from './config.js';
import { createLogger } from './logger.js';
import { pagerDutyErrorForm } from './pagerduty-api/error-form.js';
import { QueryServiceModule } from './query-service.module.js';

/** Webhooks with their filters are the largest bodies. */
const BODY_LIMIT = 64 * 1024;

const config = new Config(process.env);
const logger = createLogger(config.logLevel);
collectDefaultMetrics();

const app = await openService(QueryServiceModule.register(config, logger), {
  title: 'Daybook query-service',
  description:
    'Shows timelines and incidents. Every answer tells how fresh it is: Daybook-Watermark, Daybook-Lag-Ms.',
  logger,
  bodyLimit: BODY_LIMIT,
  trustedProxies: config.trustedProxies,
  errorForms: [pagerDutyErrorForm],
});
await app.listen(config.port, config.host);
logger.info({ url: await app.getUrl() }, 'listening');
