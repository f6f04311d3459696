export { FolderSpool, openSpool, type SpoolOptions } from './spool.js';
export type { RefusedLine } from './refused-entries.js';
