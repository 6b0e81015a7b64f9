import type { FastifyInstance } from 'fastify';
import type { MetricsRegistry } from './metrics-registry.js';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Measures requests by route, not by URL, under the name that OpenTelemetry gives it. */
export function measureRequests(server: FastifyInstance, metrics: MetricsRegistry): void {
  const durations = metrics.histogram(
    'http_server_request_duration_seconds',
    'How long requests took, from arrival to the last byte.',
    ['http_request_method', 'http_route', 'http_response_status_code'],
    SECONDS,
  );
  server.addHook('onResponse', (request, reply, done) => {
    durations.observe(
      {
        // A method that no route has may be anything.
        http_request_method: request.routeOptions.url === undefined ? 'other' : request.method,
        http_route: request.routeOptions.url ?? 'unknown',
        http_response_status_code: reply.statusCode,
      },
      reply.elapsedTime / 1_000,
    );
    done();
  });
}
