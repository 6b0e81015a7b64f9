import type { CallReport } from '#contracts';
import { UpstreamError, type Completion, type UpstreamErrorDetails } from '#llm';

/** The attempts of one call, and the report that they come to. */
export class CallRecord {
  private attempts = 0;
  private readonly startedAt = Date.now();
  private costNanoUsd: number | null = null;
  private costIsBound = false;
  private error: UpstreamError | undefined;

  /**
   * @param lostAttempts that earlier runs began, and whose end nobody saw
   * @param worstNano what each of them is charged
   */
  constructor(
    private readonly model: string,
    private readonly lostAttempts: number,
    worstNano: number,
  ) {
    if (lostAttempts > 0) this.bill({ costNanoUsd: lostAttempts * worstNano, costIsBound: true });
  }

  /** Makes an attempt, and keeps what it was billed and how it failed. */
  async attempt(make: () => Promise<Completion>): Promise<Completion> {
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

  /**
   * The report of a call whose attempts all failed. Its latency is theirs, the waits included. That
   * nothing was left for another attempt is less telling than why the last one failed, or was lost.
   */
  failed(error: UpstreamError): CallReport {
    const isSpent = error.code === 'reservation_spent';
    if (isSpent && this.error === undefined && this.lostAttempts > 0) return this.lost();
    const { code, message } = isSpent ? (this.error ?? error) : error;
    return { ...this.report('failed'), error: { code, message } };
  }

  /** The report of a call for which the query left no time; null if there was no attempt before. */
  unanswered(): CallReport | null {
    if (this.error) return this.failed(this.error);
    return this.lostAttempts > 0 ? this.lost() : null;
  }

  /** The report of a call that only earlier runs made. */
  lost(): CallReport {
    const message = 'the local-server that made the call died before its end';
    return { ...this.report('failed'), error: { code: 'lost', message } };
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
      attempts: this.attempts + this.lostAttempts,
      lostAttempts: this.lostAttempts,
      isFallback: false,
      error: null,
    };
  }

  private bill({ costNanoUsd, costIsBound }: Bill): void {
    if (costNanoUsd === undefined) return;
    this.costNanoUsd = (this.costNanoUsd ?? 0) + costNanoUsd;
    this.costIsBound ||= costIsBound === true;
  }
}

type Bill = Pick<UpstreamErrorDetails, 'costNanoUsd' | 'costIsBound'>;
