export { serverVariables, stackVariables } from './commands/shell-lines.js';
export { emptyUnlessUsed } from './commands/take-down.js';
export { useStack } from './commands/use-stack.js';
export { runInForeground } from './processes/program.js';
export { buildServices } from './services/build-services.js';
export { Stack, workspaceFolder } from './state/stack.js';
