export * from './routing-key.js';
