export interface Case {
  /** Where the import would stand; no such file is made. */
  readonly file: string;
  readonly imported: string;
  /** The rule that must report it; undefined: it is allowed and nothing may be reported. */
  readonly rule: string | undefined;
}

const boundaries = '@nx/enforce-module-boundaries';
const platform = 'no-restricted-imports';

const commandService = 'apps/command-service/src/boundary-case.ts';
const queryService = 'apps/query-service/src/boundary-case.ts';
const page = 'apps/web/src/boundary-case.ts';
const domain = 'libs/timeline-domain/src/boundary-case.ts';
const contracts = 'libs/timeline-contracts/src/boundary-case.ts';
const broker = 'libs/rabbitmq/src/boundary-case.ts';
const commandLine = 'apps/cli/src/boundary-case.ts';
const tokens = 'libs/access-tokens/src/boundary-case.ts';

/** What keeps the two services apart and the domain pure; each allowed import proves that its neighbours are no accident. */
export const cases: readonly Case[] = [
  { file: commandService, imported: 'mongodb', rule: boundaries },
  { file: commandService, imported: '@daybook/query-service', rule: boundaries },
  { file: commandService, imported: '../../query-service/src/main.js', rule: boundaries },
  { file: commandService, imported: 'pg', rule: undefined },
  { file: commandService, imported: '@daybook/timeline-contracts', rule: undefined },

  { file: queryService, imported: 'pg', rule: boundaries },
  { file: queryService, imported: 'typeorm', rule: boundaries },
  { file: queryService, imported: '@daybook/command-service', rule: boundaries },
  { file: queryService, imported: '../../command-service/src/main.js', rule: boundaries },
  { file: queryService, imported: 'mongodb', rule: undefined },

  { file: page, imported: '@nestjs/common', rule: boundaries },
  { file: page, imported: '@daybook/query-service', rule: boundaries },
  { file: page, imported: 'react', rule: undefined },

  { file: commandLine, imported: 'mongodb', rule: boundaries },
  { file: commandLine, imported: 'amqplib', rule: boundaries },
  { file: commandLine, imported: '@daybook/local-stack', rule: boundaries },
  { file: queryService, imported: '@daybook/cli', rule: boundaries },
  { file: commandLine, imported: '@daybook/query-service/read-model', rule: undefined },

  { file: domain, imported: 'node:crypto', rule: platform },
  { file: domain, imported: 'zod', rule: boundaries },
  { file: domain, imported: '@daybook/timeline-contracts', rule: boundaries },
  { file: domain, imported: 'uuid', rule: undefined },

  { file: contracts, imported: 'amqplib', rule: boundaries },
  { file: contracts, imported: '@daybook/rabbitmq', rule: boundaries },
  { file: contracts, imported: '@daybook/timeline-domain', rule: undefined },

  { file: broker, imported: '@daybook/query-service', rule: boundaries },
  { file: broker, imported: 'amqplib', rule: undefined },

  { file: tokens, imported: 'pg', rule: boundaries },
  { file: tokens, imported: '@daybook/timeline-domain', rule: boundaries },
  { file: tokens, imported: 'jose', rule: undefined },
];
