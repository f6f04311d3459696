import { createProgram } from '@daybook/cli';
import type { Command } from 'commander';
import { describedFile, type DescribedFile } from './described-file.js';

const COLUMNS = 100;
const HEAD = `# The \`daybook\` command

What \`--help\` says of each command. How to choose a system, what is printed for whom, and exit codes:
[use the command line](../how-to/command-line.md).
`;

/** The reference of the command line: the help of every command, as the commands are declared. */
export async function cliReferenceFiles(): Promise<DescribedFile[]> {
  const sections = withSubcommands(createProgram(), []).map(
    ([name, command]) => `## ${name}\n\n\`\`\`\n${helpOf(command)}\n\`\`\`\n`,
  );
  return [await describedFile('docs/reference/cli.md', [HEAD, ...sections].join('\n'))];
}

function withSubcommands(command: Command, parents: readonly string[]): [string, Command][] {
  const path = [...parents, command.name()];
  const shown = command.createHelp().visibleCommands(command);
  const declared = shown.filter((each) => each.name() !== 'help');
  return [[path.join(' '), command], ...declared.flatMap((each) => withSubcommands(each, path))];
}

function helpOf(command: Command): string {
  let text = '';
  command
    .configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => COLUMNS })
    .configureHelp({ showGlobalOptions: false })
    .outputHelp();
  return text.trim();
}
