export { emptyUnlessUsed } from './commands/take-down.js';
export { stackVariables } from './commands/shell-lines.js';
export { useStack } from './commands/use-stack.js';
export { Stack } from './state/stack.js';
