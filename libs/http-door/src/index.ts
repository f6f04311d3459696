export * from './access.guard.js';
export { endInTime } from './drain.js';
export * from './health.controller.js';
export * from './http-door.module.js';
export * from './metrics.controller.js';
export * from './open-service.js';
export * from './problems.js';
export * from './settings.js';
export * from './trace.js';
