import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

/** How long requests under way, and whoever is still sending one, have once the door closes. */
const DRAIN_MS = 4_000;
/** A supervisor kills what is not gone 10 s after SIGTERM, and tells nobody why. */
const END_MS = 9_500;

/**
 * Lets the door close in time. Of itself it would wait for a connection as long as that is kept alive behind its
 * answer (72 s), and without end for a sender that has stopped in the middle of a body.
 */
export function drainInTime(fastify: FastifyInstance): void {
  let closing = false;
  fastify.addHook('preClose', (done) => {
    closing = true;
    setTimeout(() => fastify.server.closeAllConnections(), DRAIN_MS).unref();
    done();
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) void reply.header('Connection', 'close');
    done(null, payload);
  });
}

/** Ends the process some time after a signal to stop, whatever keeps it. What was answered is durable by then. */
export function endInTime(logger: Logger): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      setTimeout(() => {
        logger.fatal(`not stopped ${END_MS} ms after ${signal}`);
        process.exit(1);
      }, END_MS).unref();
    });
  }
}
