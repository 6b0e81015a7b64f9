import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fastifyStatic from '@fastify/static';

/** `dist/dashboard`, seen from `dist/apps/scheduling-cloud/src/http`. */
const BUILT = fileURLToPath(new URL('../../../../dashboard', import.meta.url));

/** What the page itself draws, each with all that is below it. */
const PLACES = ['/tasks', '/rounds', '/plans', '/settings'];

/**
 * Serves the dashboard at `/`. Its pages need no key; what they show comes from the API, which does.
 * The files' names change with their content, so browsers keep all but the page for good.
 */
export async function serveDashboard(app: NestFastifyApplication): Promise<void> {
  if (!existsSync(join(BUILT, 'index.html'))) {
    new Logger('Dashboard').warn('there is no dashboard at /: `npm run build` makes it');
    return;
  }
  await app.register(fastifyStatic, {
    root: BUILT,
    wildcard: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isPage = path.endsWith('.html');
      void reply.header(
        'cache-control',
        isPage ? 'no-cache' : 'public, max-age=31536000, immutable',
      );
    },
  });
  const page = (_request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    reply.sendFile('index.html');
  const server = app.getHttpAdapter().getInstance();
  for (const place of PLACES) {
    server.get(place, page);
    server.get(`${place}/*`, page);
  }
}
