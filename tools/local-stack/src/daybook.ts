// `npm run daybook`: the command line, which in a checkout talks to the local stack where nothing else is said.
import { runDaybook } from '@daybook/cli';
import { knownVariables } from './commands/shell-lines.js';
import { Stack } from './state/stack.js';

await runDaybook(process.argv.slice(2), {
  variables: () => knownVariables(new Stack('local')),
  hint: 'start the local stack with `npm start`',
});
