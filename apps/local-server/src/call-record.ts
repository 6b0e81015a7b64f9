import type { CallReport } from '#contracts';
import { UpstreamError, type Completion, type UpstreamErrorDetails } from '#llm';

/** The attempts of one call, and the report that they come to. */
export class CallRecord {
  private attempts = 0;
  private startedAt = 0;
  private costNanoUsd: number | null = null;
  private costIsBound = false;
  private error: UpstreamError | undefined;

  constructor(private readonly model: string) {}

  /** The last attempt's error; undefined before the first one failed. */
  get lastError(): UpstreamError | undefined {
    return this.error;
  }

  /** Makes an attempt, and keeps what it was billed and how it failed. */
  async attempt(make: () => Promise<Completion>): Promise<Completion> {
    this.startedAt ||= Date.now();
    this.attempts += 1;
    try {
      const completion = await make();
      this.bill(completion);
      return completion;
    } catch (error) {
      if (error instanceof UpstreamError) {
        this.bill(error.details);
        this.error = error;
      }
      throw error;
    }
  }

  /** The report of a call that was answered, not scored yet. Its latency is the last attempt's. */
  succeeded({ costNanoUsd: _cost, costIsBound: _isBound, ...completion }: Completion): CallReport {
    return { ...this.report('succeeded'), ...completion };
  }

  /** The report of a call whose attempts all failed. Its latency is theirs, the waits included. */
  failed({ code, message }: UpstreamError): CallReport {
    return { ...this.report('failed'), error: { code, message } };
  }

  private report(status: CallReport['status']): CallReport {
    return {
      model: this.model,
      status,
      answer: null,
      details: null,
      finishReason: null,
      score: null,
      costNanoUsd: this.costNanoUsd,
      costIsBound: this.costIsBound,
      inputTokens: null,
      cachedInputTokens: null,
      outputTokens: null,
      reasoningTokens: null,
      startedAt: this.startedAt,
      latencyMs: Math.max(0, Date.now() - this.startedAt),
      attempts: this.attempts,
      lostAttempts: 0,
      isFallback: false,
      error: null,
    };
  }

  private bill({
    costNanoUsd,
    costIsBound,
  }: Pick<UpstreamErrorDetails, 'costNanoUsd' | 'costIsBound'>) {
    if (costNanoUsd === undefined) return;
    this.costNanoUsd = (this.costNanoUsd ?? 0) + costNanoUsd;
    this.costIsBound ||= costIsBound === true;
  }
}
