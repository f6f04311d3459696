import { Option, type Command } from 'commander';

export const CONTENDERS = [
  'command-service',
  'append-path',
  'ceiling',
  'emmett',
  'message-db',
  'castore',
] as const;

export interface WriteOptions {
  readonly json: boolean;
  readonly rounds: number;
  readonly seconds: number;
  readonly only?: (typeof CONTENDERS)[number][];
  readonly profile?: string;
}

export function writeOptions(command: Command): Command {
  return command
    .option('--json', 'print JSON alone', false)
    .option('--rounds <rounds>', 'slices of each lane; one more warms up', Number, 5)
    .option('--seconds <seconds>', 'length of a slice', Number, 2)
    .addOption(new Option('--only <contenders...>', 'measure these alone').choices(CONTENDERS))
    .option(
      '--profile <folder>',
      'write CPU profiles (.cpuprofile) of the service and of the measuring process there',
    );
}
