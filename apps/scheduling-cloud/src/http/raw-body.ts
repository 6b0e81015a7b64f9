import type { FastifyInstance } from 'fastify';

const RAW = 'application/x-purser-raw';

/**
 * Hands the bodies of requests under these paths on as the bytes that came, whatever their type:
 * a signature is over the bytes, and nothing of them may be read before it is checked.
 */
export function keepRaw(server: FastifyInstance, paths: readonly string[]): void {
  server.addContentTypeParser(RAW, { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  server.addHook('onRequest', (request, _reply, done) => {
    if (paths.some((path) => request.url.startsWith(path))) {
      request.raw.headers['content-type'] = RAW;
    }
    done();
  });
}
