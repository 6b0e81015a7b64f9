import fc from 'fast-check';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { describe, expect, it } from 'vitest';
import { RateLimiter, windowOf } from './rate-limiter.js';

function limiter(): RateLimiter {
  return new RateLimiter(
    (window) => new RateLimiterMemory(window),
    (error) => {
      throw error;
    },
  );
}

describe('a limit a minute', () => {
  it('is passed by a sixth at most in any minute, and never where it is under sixty', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (perMinute) => {
        const { points, duration } = windowOf(perMinute);
        const windowsThatTouchAMinute = 60 / duration + 1;
        const most = points * (duration === 60 ? 1 : windowsThatTouchAMinute);
        expect(most).toBeLessThanOrEqual((perMinute * 7) / 6);
        expect(points).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it('is used up by what is taken, and says how long to wait', async () => {
    const limits = limiter();
    expect(await limits.take('a', 2, 3)).toBe(0);
    const waitMs = await limits.take('a', 2, 3);
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(60_000);
    expect(await limits.take('b', 2, 3)).toBe(0);
  });

  it('lets through what is more than all of it, when nothing else is under way', async () => {
    expect(await limiter().take('a', 1_000, 50)).toBe(0);
  });

  it('has room again for what was not used after all', async () => {
    const limits = limiter();
    await limits.take('a', 50, 50);
    limits.correct('a', -40, 50);
    expect(await limits.take('a', 40, 50)).toBe(0);
  });
});
