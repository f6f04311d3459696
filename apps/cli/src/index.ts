export type { Fallback } from './connection/connection.js';
export { createProgram } from './program.js';
export { runDaybook } from './run-daybook.js';
