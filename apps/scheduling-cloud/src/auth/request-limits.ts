import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ApiError } from '../http/api-error.js';

const MINUTE_SECONDS = 60;

/**
 * Requests a minute of each key, counted by each replica for itself: a limit keeps one client from
 * crowding out the others, which is a matter of the replica that it crowds, and costs no round trip.
 */
@Injectable()
export class RequestLimits {
  private readonly limiters = new Map<number, RateLimiterMemory>();

  /** @throws {ApiError} 429 that says when to come again */
  async take(keyId: string, requestsPerMinute: number): Promise<void> {
    try {
      await this.limiter(requestsPerMinute).consume(keyId);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
      throw new ApiError(
        429,
        'rate_limit_exceeded',
        `this key may send ${requestsPerMinute} requests a minute: try again in ${seconds} s`,
        null,
        { 'retry-after': String(seconds) },
      );
    }
  }

  private limiter(points: number): RateLimiterMemory {
    const known = this.limiters.get(points);
    if (known !== undefined) return known;
    const limiter = new RateLimiterMemory({ points, duration: MINUTE_SECONDS });
    this.limiters.set(points, limiter);
    return limiter;
  }
}
