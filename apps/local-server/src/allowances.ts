import { setTimeout as delay } from 'node:timers/promises';
import { inputTokensBound, outputTokensBound, UpstreamError, type Completion } from '#llm';
import type { RateLimiter } from '#queue';
import type { Prompt } from './prompts.js';

const BYTES_PER_TOKEN = 4;
/** Waiters spread over so many milliseconds, so that they do not all ask at once again. */
const SPREAD_MS = 50;

type Asked = Pick<Prompt, 'model' | 'spec' | 'messages' | 'options'>;

/** Keeps providers' limits of requests and tokens a minute, together with all other local-servers. */
export class Allowances {
  constructor(private readonly limiter: RateLimiter) {}

  /**
   * Waits until the model's limits have room for a call; of its tokens those of the answer count in
   * full, as providers do, until it is known how many there were.
   * @param until milliseconds since the epoch
   * @throws UpstreamError `rate_limited` if there is no room before then
   */
  async acquire(prompt: Asked, until: number): Promise<void> {
    const { requestsPerMinute, tokensPerMinute } = prompt.spec.limits ?? {};
    if (requestsPerMinute !== undefined) {
      await this.take(`${prompt.model}/requests`, 1, requestsPerMinute, until);
    }
    if (tokensPerMinute !== undefined) {
      await this.take(tokensKey(prompt), estimate(prompt), tokensPerMinute, until);
    }
  }

  /** Replaces the estimate by what the answer took. */
  correct(prompt: Asked, completion: Completion): void {
    const { inputTokens, outputTokens } = completion;
    const perMinute = prompt.spec.limits?.tokensPerMinute;
    if (perMinute === undefined || inputTokens === null || outputTokens === null) return;
    const counted = Math.min(estimate(prompt), perMinute);
    this.limiter.correct(tokensKey(prompt), inputTokens + outputTokens - counted, perMinute);
  }

  private async take(key: string, points: number, perMinute: number, until: number): Promise<void> {
    for (;;) {
      const waitMs = await this.limiter.take(key, points, perMinute);
      if (waitMs === 0) return;
      if (Date.now() + waitMs >= until) {
        throw new UpstreamError(
          'rate_limited',
          `${key} a minute: ${perMinute}, and no room in time`,
        );
      }
      await delay(waitMs + Math.random() * SPREAD_MS);
    }
  }
}

function tokensKey({ model }: Pick<Prompt, 'model'>): string {
  return `${model}/tokens`;
}

function estimate({ spec, messages, options }: Asked): number {
  const input = Math.ceil(inputTokensBound({ messages, options }, spec) / BYTES_PER_TOKEN);
  return input + outputTokensBound(options, spec);
}
