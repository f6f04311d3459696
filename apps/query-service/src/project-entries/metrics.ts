import { Counter, Histogram } from 'prom-client';

export const entriesApplied = new Counter({
  name: 'daybook_projector_entries_applied_total',
  help: 'Entries that were written into the read model, or found there',
  labelNames: ['source'] as const,
});

export const entriesSkipped = new Counter({
  name: 'daybook_projector_entries_skipped_total',
  help: 'Entries that had been applied before, or are of another log or an epoch that has ended',
});

export const messagesParked = new Counter({
  name: 'daybook_projector_parked_total',
  help: 'Messages and feed items that could not be read',
  labelNames: ['source'] as const,
});

export const flushFailures = new Counter({
  name: 'daybook_projector_flush_failures_total',
  help: 'Batches that the store did not take at the first, second, … try',
});

export const flushSize = new Histogram({
  name: 'daybook_projector_flush_messages',
  help: 'Messages in a batch',
  buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000],
});

export const flushSeconds = new Histogram({
  name: 'daybook_projector_flush_seconds',
  help: 'Time to write a batch',
  buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
});

export const feedPages = new Counter({
  name: 'daybook_catch_up_pages_total',
  help: 'Pages of the catch-up feed that were read',
});
