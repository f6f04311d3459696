import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const QUERY_ONLY = ['mongodb'];
const COMMAND_ONLY = ['typeorm', 'pg'];
const SERVICES_ONLY = ['node:*', '@nestjs/*', 'fastify', ...QUERY_ONLY, ...COMMAND_ONLY];
const ADAPTERS = ['amqplib', 'pg', 'typeorm', 'mongodb', '@nestjs/*', 'fastify'];

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '**/test-results', '.nx', '.daybook'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mjs'],
    plugins: { '@nx': nx },
    // Tells the rules that a class named in a decorated constructor is used at run time.
    languageOptions: { parserOptions: { emitDecoratorMetadata: true, experimentalDecorators: true } },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          // Needs a project graph: the boundary self-test fails where this rule has gone silent.
          depConstraints: [
            {
              sourceTag: 'side:command',
              onlyDependOnLibsWithTags: ['side:command', 'side:both'],
              bannedExternalImports: QUERY_ONLY,
            },
            {
              sourceTag: 'side:query',
              onlyDependOnLibsWithTags: ['side:query', 'side:both'],
              bannedExternalImports: COMMAND_ONLY,
            },
            {
              sourceTag: 'side:page',
              onlyDependOnLibsWithTags: ['side:page', 'side:both'],
              bannedExternalImports: SERVICES_ONLY,
            },
            {
              sourceTag: 'kind:app',
              onlyDependOnLibsWithTags: [
                'kind:domain',
                'kind:contracts',
                'kind:adapter',
                'kind:security',
                'kind:client',
                'kind:testing',
              ],
            },
            {
              // It works through doors; what opens a database is named here: verify reads the log past its service.
              sourceTag: 'kind:cli',
              onlyDependOnLibsWithTags: [
                'kind:app',
                'kind:client',
                'kind:domain',
                'kind:contracts',
                'kind:adapter',
                'kind:security',
              ],
              bannedExternalImports: ADAPTERS.filter((name) => name !== 'pg'),
            },
            {
              sourceTag: 'kind:adapter',
              onlyDependOnLibsWithTags: [
                'kind:domain',
                'kind:contracts',
                'kind:security',
                'kind:adapter',
                'kind:testing',
              ],
            },
            {
              sourceTag: 'kind:domain',
              onlyDependOnLibsWithTags: ['kind:domain'],
              allowedExternalImports: ['uuid', 'safe-stable-stringify', 'canonicalize', 'fast-check'],
            },
            {
              sourceTag: 'kind:contracts',
              onlyDependOnLibsWithTags: ['kind:domain', 'kind:contracts'],
              allowedExternalImports: ['zod', 'fast-check'],
            },
            // Runs in browsers, too.
            {
              sourceTag: 'kind:client',
              onlyDependOnLibsWithTags: ['kind:domain', 'kind:testing'],
              bannedExternalImports: ADAPTERS,
            },
            {
              sourceTag: 'kind:security',
              onlyDependOnLibsWithTags: ['kind:security'],
              bannedExternalImports: ADAPTERS,
            },
            {
              sourceTag: 'kind:testing',
              onlyDependOnLibsWithTags: [
                'kind:testing',
                'kind:security',
                'kind:domain',
                'kind:contracts',
                'kind:adapter',
              ],
            },
            { sourceTag: 'kind:tool', onlyDependOnLibsWithTags: ['*'] },
            {
              sourceTag: 'kind:e2e',
              onlyDependOnLibsWithTags: [
                'kind:testing',
                'kind:security',
                'kind:domain',
                'kind:contracts',
                'kind:adapter',
                'kind:client',
              ],
            },
          ],
        },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['apps/web/**/*.{ts,tsx}'], ...reactHooks.configs.flat['recommended-latest'] },
  {
    files: ['apps/web/**/*.{ts,tsx}'],
    // They are about what React's compiler can't make faster, and the page is built without it.
    rules: {
      'react-hooks/incompatible-library': 'off',
      'react-hooks/preserve-manual-memoization': 'off',
    },
  },
  {
    files: ['libs/timeline-domain/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*'], message: 'The domain imports no platform.' }] },
      ],
    },
  },
  {
    files: ['libs/client/src/**/*.ts'],
    ignores: ['libs/client/src/spool/**', '**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*', './spool/*'], message: 'The core runs in browsers, too.' }] },
      ],
    },
  },
);
