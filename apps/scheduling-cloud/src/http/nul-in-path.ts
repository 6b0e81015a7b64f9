import type { FastifyInstance } from 'fastify';
import { ApiError } from './api-error.js';

/** Answers 404 to a path with NUL: PostgreSQL holds no such text, so nothing can have such a name. */
export function refuseNulInPath(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    const [path = ''] = request.url.split('?');
    if (!path.includes('%00')) {
      done();
      return;
    }
    const { status, body } = new ApiError(404, 'not_found', 'nothing has NUL in its name');
    void reply.status(status).send(body);
  });
}
