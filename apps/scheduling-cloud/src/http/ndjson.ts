import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { ApiError } from './api-error.js';

/** The type of bodies that have a JSON value a line. */
export const NDJSON = 'application/x-ndjson';

/**
 * Hands bodies of that type on as they come, however long they are. What nobody has read when the
 * answer is sent is thrown away, so that the sender gets to hear it.
 */
export function streamNdjson(server: FastifyInstance): void {
  server.addContentTypeParser(NDJSON, (_request, payload, done) => {
    done(null, payload);
  });
  server.addHook('onSend', (request, _reply, _payload, done) => {
    if (request.headers['content-type'] === NDJSON) request.raw.resume();
    done();
  });
}

/** @throws {ApiError} 415 for a body of another type */
export function ndjsonOf(body: unknown): AsyncIterable<Uint8Array> {
  if (body instanceof Readable) return body.iterator({ destroyOnReturn: false });
  throw new ApiError(
    415,
    'unsupported_media_type',
    `send one JSON object a line with the header "Content-Type: ${NDJSON}"`,
    'Content-Type',
  );
}

/** The schema of a body of JSON, or of lines, which are read later: documented as JSON. */
export function ndjsonOr<S extends z.ZodType>(schema: S) {
  const standard = schema['~standard'];
  return {
    '~standard': {
      ...standard,
      validate: (value: unknown) =>
        value instanceof Readable ? { value } : standard.validate(value),
    },
  };
}
