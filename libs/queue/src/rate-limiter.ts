import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';

/** What may be used of something in a time. */
interface Window {
  points: number;
  /** Seconds. */
  duration: number;
}

/** Makes a limiter whose counts all processes share. */
export type LimiterFactory = (window: Window) => RateLimiterAbstract;

const MINUTE = 60;
const SLICES = 6;

/**
 * Windows of ten seconds where the limit is large enough to be divided: two full windows that meet
 * then pass a limit a minute by a sixth at most, not by all of it.
 */
export function windowOf(perMinute: number): Window {
  return perMinute >= MINUTE
    ? { points: Math.floor(perMinute / SLICES), duration: MINUTE / SLICES }
    : { points: perMinute, duration: MINUTE };
}

/** Limits a minute, kept on the queue's store and so across all workers. */
export class RateLimiter {
  private readonly limiters = new Map<number, RateLimiterAbstract>();

  constructor(
    private readonly make: LimiterFactory,
    private readonly onError: (error: Error) => void,
  ) {}

  /**
   * Uses up so many points of the key, if there are so many left; more than a window holds count as
   * all of it. A store that is away limits nothing: providers have limits of their own.
   * @returns 0, or for how many milliseconds to wait before the next try
   */
  async take(key: string, points: number, perMinute: number): Promise<number> {
    const most = windowOf(perMinute).points;
    try {
      await this.of(perMinute).consume(key, Math.min(points, most));
      return 0;
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return Math.max(1, refused.msBeforeNext);
      this.onError(refused as Error);
      return 0;
    }
  }

  /** Uses up more points, or gives some back, once it is known what was used. */
  correct(key: string, points: number, perMinute: number): void {
    if (points === 0) return;
    const limiter = this.of(perMinute);
    const done = points > 0 ? limiter.penalty(key, points) : limiter.reward(key, -points);
    done.catch((error: unknown) => this.onError(error as Error));
  }

  private of(perMinute: number): RateLimiterAbstract {
    let limiter = this.limiters.get(perMinute);
    if (limiter === undefined) {
      limiter = this.make(windowOf(perMinute));
      this.limiters.set(perMinute, limiter);
    }
    return limiter;
  }
}
