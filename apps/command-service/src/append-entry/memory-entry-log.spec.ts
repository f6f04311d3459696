import { entryLogContract } from './entry-log.contract.js';
import { MemoryEntryLog } from './memory-entry-log.js';

describe('MemoryEntryLog', () => {
  entryLogContract(() => Promise.resolve(new MemoryEntryLog()));
});
