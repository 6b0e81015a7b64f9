import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** The body of a reply that is a stream of server-sent events, which no proxy is to hold back. */
export function sentEvents(events: AsyncGenerator<string>, reply: FastifyReply): Readable {
  void reply.headers({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  return Readable.from(events, { objectMode: false });
}

/** Calls back if the client goes before it has all of the reply. */
export function onceGone(reply: FastifyReply, gone: () => void): void {
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone();
  });
}
