// The description of its API.
export { QueryServiceModule } from './query-service.module.js';
export { Config } from './config.js';
export { description } from './description.js';
export { createLogger } from './logger.js';
