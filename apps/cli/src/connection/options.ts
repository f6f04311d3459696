import { Option, type Command } from 'commander';
import { NAMES } from './connection.js';

/** On every command. */
export interface GlobalOptions {
  readonly profile?: string;
  /** Undefined: NDJSON unless the output is a terminal. */
  readonly json?: boolean;
}

/** What an option is called in help, without the value that the environment has: it may be a secret. */
function option(name: keyof typeof NAMES, flags: string, description: string): Option {
  return new Option(flags, description).env(NAMES[name].variable);
}

/** Of commands that write or read the log. */
export function commandServiceOptions(command: Command, scope: string): Command {
  return command
    .addOption(option('commandUrl', '--url, --command-url <url>', 'address of the command-service'))
    .addOption(option('token', '--token <token>', `a token with the scope ${scope}`));
}

/** Of commands that read timelines. */
export function queryServiceOptions(command: Command): Command {
  return queryUrlOption(command).addOption(
    option('token', '--token <token>', 'a token with the scope entries:read'),
  );
}

/** Of commands that read what they wrote. */
export function queryUrlOption(command: Command): Command {
  return command.addOption(option('queryUrl', '--query-url <url>', 'address of the query-service'));
}
