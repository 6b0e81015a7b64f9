import type { FastifyInstance } from 'fastify';

/**
 * Lets the server end when it has answered: a connection that is still being answered when the
 * server closes would otherwise be kept alive for more than a minute.
 */
export function closeAfterLastAnswers(server: FastifyInstance): void {
  let closing = false;
  server.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) void reply.header('connection', 'close');
    done(null, payload);
  });
}
