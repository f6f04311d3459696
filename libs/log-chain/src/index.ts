export * from './chain.js';
export * from './checkpoint.js';
export * from './export-text.js';
export * from './findings.js';
export * from './incident-check.js';
export * from './log-verifier.js';
