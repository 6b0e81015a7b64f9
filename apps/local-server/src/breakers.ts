import {
  BrokenCircuitError,
  circuitBreaker,
  CountBreaker,
  ExponentialBackoff,
  handleWhen,
  noJitterGenerator,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import type { BreakerReport } from '#contracts';
import { UpstreamError } from '#llm';
import type { Prompt } from './prompts.js';

export interface BreakerSettings {
  /** The breaker opens when more than half of the last so many calls failed, */
  window: number;
  /** but not before so many were made. */
  minCalls: number;
  /** Milliseconds until it lets a call through as a probe; doubled with each probe that fails. */
  firstProbeMs: number;
  lastProbeMs: number;
}

export const BREAKER: BreakerSettings = {
  window: 20,
  minCalls: 8,
  firstProbeMs: 5_000,
  lastProbeMs: 60_000,
};

/**
 * A circuit breaker for each model: calls of a model that fails too often fail at once, until a probe
 * succeeds. A request that the provider refuses for what is in it says nothing against the model.
 */
export class Breakers {
  private readonly policies = new Map<string, CircuitBreakerPolicy>();

  constructor(
    private readonly onChange: (report: BreakerReport) => void,
    private readonly settings: BreakerSettings = BREAKER,
  ) {}

  /** @throws UpstreamError `circuit_open`, or what the call throws */
  async run<Result>(
    { model, spec }: Pick<Prompt, 'model' | 'spec'>,
    call: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await this.of(model, spec.baseUrl).execute(call);
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      throw new UpstreamError('circuit_open', `${model} has failed too often lately`);
    }
  }

  private of(model: string, baseUrl: string): CircuitBreakerPolicy {
    const key = `${model} ${baseUrl}`;
    let policy = this.policies.get(key);
    if (policy === undefined) {
      policy = this.policyOf(model);
      this.policies.set(key, policy);
    }
    return policy;
  }

  private policyOf(model: string): CircuitBreakerPolicy {
    const { window, minCalls, firstProbeMs, lastProbeMs } = this.settings;
    const policy = circuitBreaker(handleWhen(isModelsFault), {
      breaker: new CountBreaker({ size: window, threshold: 0.5, minimumNumberOfCalls: minCalls }),
      halfOpenAfter: new ExponentialBackoff({
        initialDelay: firstProbeMs,
        maxDelay: lastProbeMs,
        generator: noJitterGenerator,
      }),
    });
    policy.onBreak((cause) => {
      const reason = 'error' in cause ? cause.error.message : 'too many calls failed';
      this.onChange({ model, state: 'open', at: Date.now(), reason });
    });
    policy.onReset(() => {
      this.onChange({ model, state: 'closed', at: Date.now(), reason: '' });
    });
    return policy;
  }
}

const QUERYS_FAULT =
  /^(http_(400|402|405|406|409|410|411|413|414|415|422)|cancelled|unsupported|not_recorded)$/;

function isModelsFault(error: Error): boolean {
  return error instanceof UpstreamError && !QUERYS_FAULT.test(error.code);
}
