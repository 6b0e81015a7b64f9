import type { LimitFunction } from 'p-limit';
import type { CallReport, ExecutionQuery, ModelSpec } from '#contracts';
import { UpstreamError, type Completion, type LlmClient } from '#llm';
import { CallRecord } from './call-record.js';
import type { Prompt } from './prompts.js';
import { retrying, type RetryLimits } from './retry.js';

export interface CallLimits extends RetryLimits {
  /** Milliseconds that one attempt may take. */
  timeoutMs: number;
}

/** Calls models, with retries, and never more of them at once than the limit lets through. */
export class ModelCaller {
  constructor(
    private readonly client: LlmClient,
    private readonly apiKeys: ReadonlyMap<string, string>,
    private readonly limit: LimitFunction,
  ) {}

  /** The call's report, not scored yet; null if the deadline passed before the first attempt. */
  async call(
    { model, spec, messages }: Prompt,
    { options, metadata }: Pick<ExecutionQuery, 'options' | 'metadata'>,
    limits: CallLimits,
  ): Promise<CallReport | null> {
    const record = new CallRecord(model);
    const request = { model: spec, apiKey: this.keyOf(spec), messages, options, metadata };
    const attempt = (): Promise<Completion> => {
      // Only now, as the wait for a place may have been long.
      const timeoutMs = Math.min(limits.timeoutMs, limits.deadlineAt - Date.now());
      if (timeoutMs <= 0) throw record.lastError ?? new DeadlinePassed();
      return record.attempt(() => this.client.complete({ ...request, timeoutMs }));
    };
    try {
      return record.succeeded(await retrying(() => this.limit(attempt), limits));
    } catch (error) {
      if (error instanceof DeadlinePassed) return null;
      if (error instanceof UpstreamError) return record.failed(error);
      throw error;
    }
  }

  private keyOf({ apiKeyEnv }: ModelSpec): string | undefined {
    return apiKeyEnv === undefined ? undefined : this.apiKeys.get(apiKeyEnv);
  }
}

class DeadlinePassed extends Error {}
