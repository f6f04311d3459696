// One configuration for every project: nx passes --rootDir and --testMatch, so that the file's suffix names its level.
import { readFileSync } from 'node:fs';

const swcrc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));
delete swcrc.$schema;

export default {
  testEnvironment: 'node',
  // Workspace libraries resolve to their sources, so no build comes before a test.
  testEnvironmentOptions: { customExportConditions: ['@daybook/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest', swcrc] },
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  maxWorkers: 2,
  testTimeout: 30_000,
};
