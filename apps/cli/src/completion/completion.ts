import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

/**
 * Without the bash-completion package bash lacks the function by which the script finds the words of the line. The
 * parts that are asked for are those of the line as bash has cut it, which is enough where no word holds = or :.
 */
const WITHOUT_BASH_COMPLETION = `if ! declare -F _get_comp_words_by_ref >/dev/null; then
  _get_comp_words_by_ref() {
    words=("\${COMP_WORDS[@]}") cword=$COMP_CWORD
    cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]}
  }
fi
`;
/** The script makes constants, which bash complains of where they are there: it may be read twice. */
const QUIETLY = ['{\n', '} 2>/dev/null\n'] as const;

/** Adds \`completion <shell>\`, which prints a script, and the hidden command that such a script asks. */
export function addCompletion(program: Command): void {
  tab(program, { completionCommandName: 'completion' });
  const completion = program.commands.find((each) => each.name() === 'completion')!;
  completion
    .summary('completion for bash, zsh or fish')
    .description('Print a script that completes commands and options of daybook in a shell.')
    .addHelpText(
      'after',
      `
Examples:
  $ eval "$(daybook completion bash)"                                        # in ~/.bashrc
  $ daybook completion zsh > "\${fpath[1]}/_daybook"
  $ daybook completion fish > ~/.config/fish/completions/daybook.fish`,
    )
    .hook('preAction', ({ args: [shell] }) => {
      if (shell === 'bash') process.stdout.write(WITHOUT_BASH_COMPLETION + QUIETLY[0]);
    })
    .hook('postAction', ({ args: [shell] }) => {
      if (shell === 'bash') process.stdout.write(QUIETLY[1]);
    });
}
