export * from './export-log.js';
export * from './run-query.js';
