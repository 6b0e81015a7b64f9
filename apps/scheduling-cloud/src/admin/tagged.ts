import type { FastifyReply } from 'fastify';
import { tagOf } from '../http/entity-tag.js';

/** Sends the version of what is answered as its ETag. */
export async function tagged<View extends { version: number }>(
  finding: Promise<View>,
  reply: FastifyReply,
): Promise<View> {
  const view = await finding;
  void reply.headers({ etag: tagOf(view.version), 'cache-control': 'no-store' });
  return view;
}

/** The header of OpenAPI's description. */
export const IF_MATCH = { name: 'If-Match', required: true, example: '"1"' };
