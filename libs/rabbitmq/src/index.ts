export * from './batch-consumer.js';
export * from './broker.js';
export * from './confirm-publisher.js';
export * from './errand-channels.js';
export * from './queue-consumer.js';
export * from './queue-depths.js';
export * from './quorum-queue.js';
