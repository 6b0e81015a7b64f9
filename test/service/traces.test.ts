import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { eventually } from '../ground/client.js';

interface Span {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  service: string;
}

/** What an OTLP collector was sent. */
const spans: Span[] = [];
let received = '';
const collector = createServer((request, response) => {
  void text(request).then((body) => {
    received += body;
    for (const { resource, scopeSpans } of JSON.parse(body).resourceSpans) {
      const service = resource.attributes[0].value.stringValue as string;
      for (const scope of scopeSpans) {
        for (const span of scope.spans) spans.push({ ...span, service });
      }
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
}).listen(0, '127.0.0.1');
await once(collector, 'listening');
const { port } = collector.address() as AddressInfo;
afterAll(() => collector.close());

onEachBackend(
  'a query under tracing',
  (opened) => {
    it("goes on in its client's trace through cloud, queue and local-server, without its text", async () => {
      const traceId = randomBytes(16).toString('hex');
      const caller = randomBytes(8).toString('hex');
      const { status } = await opened.client.ask('sum', 'a secret of a user', {
        prefer: 'wait=20',
        traceparent: `00-${traceId}-${caller}-01`,
      });
      expect(status).toBe(200);
      const trace = await eventually(() => {
        const found = spans.filter((span) => span.traceId === traceId);
        return found.some(({ name }) => name === 'learn') && found.length >= 5
          ? Promise.resolve(found)
          : Promise.resolve(undefined);
      });
      const only = (name: RegExp): Span => trace.find((span) => name.test(span.name))!;
      const [request, execution, learning] = [only(/^POST/), only(/^execute/), only(/^learn/)];
      expect(request).toMatchObject({
        name: 'POST /v1/queries',
        service: 'purser-scheduling-cloud',
        parentSpanId: caller,
      });
      expect(execution).toMatchObject({
        service: 'purser-local-server',
        parentSpanId: request.spanId,
      });
      const calls = trace.filter(({ name }) => name.startsWith('chat '));
      expect(calls.map(({ parentSpanId }) => parentSpanId)).toEqual([
        execution.spanId,
        execution.spanId,
      ]);
      expect(learning).toMatchObject({
        service: 'purser-scheduling-cloud',
        parentSpanId: execution.spanId,
      });
      expect(received).not.toContain('a secret of a user');
    });
  },
  {
    localServers: 1,
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_BSP_SCHEDULE_DELAY: '100',
    },
  },
);
