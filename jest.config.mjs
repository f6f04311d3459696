// One configuration for every project: nx passes --rootDir and --testMatch, so that the file's suffix names its level.
import { readFileSync } from 'node:fs';

const swcrc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));
delete swcrc.$schema;

// @fastify/static requires an ESM package, as Node 20.19 can and jest on Node 20 can't.
const requiredEsm = 'content-disposition';
const asCommonJs = { jsc: { target: 'es2023' }, module: { type: 'commonjs' } };

export default {
  testEnvironment: 'node',
  // Workspace libraries resolve to their sources, so no build comes before a test.
  testEnvironmentOptions: { customExportConditions: ['@daybook/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': ['@swc/jest', swcrc],
    [`/${requiredEsm}/.+\\.js$`]: ['@swc/jest', asCommonJs],
  },
  transformIgnorePatterns: [`/node_modules/(?!.*${requiredEsm}/)`],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  maxWorkers: 2,
  testTimeout: 60_000,
};
