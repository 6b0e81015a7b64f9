import { once } from 'node:events';
import type { FastifyInstance } from 'fastify';
import { ApiError } from './api-error.js';
import { NDJSON } from './ndjson.js';

/** What a body may weigh. */
export const BODY_LIMIT_BYTES = 1024 * 1024;

/** What is read of a body that is too large, so that its sender gets to hear so. */
const DRAIN_LIMIT_BYTES = 64 * BODY_LIMIT_BYTES;

/**
 * Refuses bodies over the limit after reading them to the end: a client that is still writing when
 * the connection closes sees that, and never the answer. Those that are read line by line have none.
 */
export function refuseLargeBodies(server: FastifyInstance): void {
  server.addHook('preParsing', async (request, _reply, payload) => {
    if (request.headers['content-type'] === NDJSON) return payload;
    const length = Number(request.headers['content-length'] ?? 0);
    if (length <= BODY_LIMIT_BYTES || length > DRAIN_LIMIT_BYTES) return payload;
    payload.resume();
    await once(payload, 'end');
    throw new ApiError(413, 'body_too_large', 'the body is larger than 1 MiB: send less text');
  });
}
