import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isTracing, openSpan, within } from '#operations';

const UNTRACED = /^\/(health|ready|metrics)$/;

/** Traces requests, where tracing is on: a client's trace goes on in what its request sets off. */
export function traceRequests(server: FastifyInstance): void {
  if (!isTracing()) return;
  const open = new WeakMap<FastifyRequest, NonNullable<ReturnType<typeof openSpan>>>();
  server.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    const { traceparent } = request.headers;
    const opened = openSpan(`${request.method} ${route}`, {
      kind: 'server',
      parent: typeof traceparent === 'string' ? traceparent : undefined,
      attributes: { 'http.request.method': request.method, 'http.route': route },
    });
    if (opened && !UNTRACED.test(route)) open.set(request, opened);
    done();
  });
  // Not before the body is read: reading it loses the context.
  server.addHook('preValidation', (request, _reply, done) => {
    const opened = open.get(request);
    if (opened) within(opened.within, done);
    else done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const span = open.get(request)?.span;
    span?.setAttribute('http.response.status_code', reply.statusCode);
    span?.end();
    done();
  });
}
