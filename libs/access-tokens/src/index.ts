export * from './scopes.js';
export * from './signing.js';
export * from './verifier.js';
