import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';

/** What a span is begun with. */
export interface SpanStart {
  kind: 'server' | 'producer' | 'consumer' | 'client' | 'internal';
  /** The `traceparent` of another process; undefined: the span that this runs in, if any. */
  parent?: string | undefined;
  /** Names, codes and numbers, never what users wrote. */
  attributes?: Attributes;
}

const KINDS: Record<SpanStart['kind'], SpanKind> = {
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
};

let tracer: Tracer | undefined;

/**
 * Sends spans to the OTLP endpoint from now on; without one nothing is loaded, and all that is below
 * does nothing. @returns how to send what is left
 */
export async function startTracing(
  service: string,
  endpoint: string | undefined,
): Promise<() => Promise<void>> {
  if (endpoint === undefined) return () => Promise.resolve();
  const { BatchSpanProcessor, NodeTracerProvider } = await import('@opentelemetry/sdk-trace-node');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const attributes = { 'service.name': service };
  const resource = {
    attributes,
    merge: () => resource,
    getRawAttributes: () => Object.entries(attributes),
  };
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const provider = new NodeTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
  });
  provider.register();
  tracer = trace.getTracer('purser');
  return () => provider.shutdown();
}

export function isTracing(): boolean {
  return tracer !== undefined;
}

/** Does the work in a span; what it throws is told by its code alone. */
export async function traced<Result>(
  name: string,
  start: SpanStart,
  work: (span: Span | undefined) => Promise<Result>,
): Promise<Result> {
  const opened = openSpan(name, start);
  if (opened === undefined) return work(undefined);
  const { span, within } = opened;
  try {
    return await context.with(within, () => work(span));
  } catch (error) {
    const { code, name: type } = error as { code?: unknown; name?: string };
    span.setAttribute('error.type', typeof code === 'string' ? code : (type ?? 'unknown'));
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}

/** A span that somebody else ends, with the context to work in; undefined where nothing is traced. */
export function openSpan(
  name: string,
  { kind, parent, attributes = {} }: SpanStart,
): { span: Span; within: Context } | undefined {
  if (tracer === undefined) return undefined;
  const around = parent === undefined ? context.active() : contextOf(parent);
  const span = tracer.startSpan(name, { kind: KINDS[kind], attributes }, around);
  return { span, within: trace.setSpan(around, span) };
}

/** A span of what has happened, in milliseconds since the epoch. */
export function tellSpan(name: string, start: SpanStart, from: number, to: number): void {
  if (tracer === undefined) return;
  const { kind, parent, attributes = {} } = start;
  const around = parent === undefined ? context.active() : contextOf(parent);
  tracer.startSpan(name, { kind: KINDS[kind], attributes, startTime: from }, around).end(to);
}

/** Where this runs, for another process to go on from: W3C Trace Context. */
export function traceparentHere(): string | undefined {
  if (tracer === undefined) return undefined;
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

/** Does something in the context of a span. */
export function within(around: Context, work: () => void): void {
  context.with(around, work);
}

function contextOf(traceparent: string): Context {
  return propagation.extract(ROOT_CONTEXT, { traceparent });
}
