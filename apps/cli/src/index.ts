export type { Fallback } from './connection/connection.js';
export { runDaybook } from './run-daybook.js';
