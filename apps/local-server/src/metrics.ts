import type { LimitFunction } from 'p-limit';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { BreakerReport } from '#contracts';
import { attempted, type Attempt } from './attempts.js';

const OPERATION = [
  'gen_ai_operation_name',
  'gen_ai_provider_name',
  'gen_ai_request_model',
] as const;

/** The metrics of a local-server; those of calls have the names that OpenTelemetry gives them. */
export class Metrics {
  readonly registry = new Registry();
  private readonly durations = new Histogram({
    name: 'gen_ai_client_operation_duration_seconds',
    help: 'How long requests to providers took, retries apart.',
    labelNames: [...OPERATION, 'error_type'],
    buckets: [0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64],
    registers: [this.registry],
  });
  private readonly tokens = new Histogram({
    name: 'gen_ai_client_token_usage',
    help: 'Tokens of requests that were answered.',
    labelNames: [...OPERATION, 'gen_ai_token_type'],
    buckets: [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144],
    registers: [this.registry],
  });
  private readonly breakers = new Gauge({
    name: 'purser_breaker_open',
    help: 'Whether this process has stopped asking a model that failed too often.',
    labelNames: ['model'],
    registers: [this.registry],
  });

  /** @param places that calls take, and wait for */
  constructor(places: Pick<LimitFunction, 'activeCount' | 'pendingCount'>) {
    collectDefaultMetrics({ register: this.registry });
    attempted.hear((attempt) => this.count(attempt));
    new Gauge({
      name: 'purser_calls_running',
      help: 'Calls of models under way.',
      registers: [this.registry],
      collect() {
        this.set(places.activeCount);
      },
    });
    new Gauge({
      name: 'purser_calls_waiting',
      help: 'Calls of models that wait for a place: see LOCAL_SERVER_CONCURRENT_CALLS.',
      registers: [this.registry],
      collect() {
        this.set(places.pendingCount);
      },
    });
  }

  breakerChanged({ model, state }: BreakerReport): void {
    this.breakers.set({ model }, state === 'open' ? 1 : 0);
  }

  private count({ model, provider, seconds, inputTokens, outputTokens, error }: Attempt): void {
    const operation = {
      gen_ai_operation_name: 'chat',
      gen_ai_provider_name: provider,
      gen_ai_request_model: model,
    };
    this.durations.observe({ ...operation, error_type: error ?? '' }, seconds);
    if (inputTokens !== null) {
      this.tokens.observe({ ...operation, gen_ai_token_type: 'input' }, inputTokens);
    }
    if (outputTokens !== null) {
      this.tokens.observe({ ...operation, gen_ai_token_type: 'output' }, outputTokens);
    }
  }
}
