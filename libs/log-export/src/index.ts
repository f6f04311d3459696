export * from './export-log.js';
