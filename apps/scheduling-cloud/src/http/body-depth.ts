import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { ApiError } from './api-error.js';

/** How deep a body may be nested: what reads it may call itself for each step. */
const DEEPEST = 100;

/** Refuses bodies that nobody could walk through without running out of stack. */
export function refuseDeepBodies(server: FastifyInstance): void {
  server.addHook('preValidation', (request, _reply, done) => {
    const { body } = request;
    // Those who take bytes or a stream of them look at them as they read.
    if (ArrayBuffer.isView(body) || body instanceof Readable || isWithin(body, DEEPEST)) done();
    else done(new ApiError(400, 'body_too_deep', `the body is nested more than ${DEEPEST} deep`));
  });
}

function isWithin(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((entry) => isWithin(entry, depth - 1));
}
