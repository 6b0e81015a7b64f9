import { z } from 'zod';

const rounds = z.number().min(20).max(1e7).exactOptional();

/** How what was observed long ago stops counting, for models that change: either, or both. */
export const forgetting = z
  .strictObject({
    /** An observation of so many rounds ago weighs half as much as one of now. */
    halfLifeRounds: rounds,
    /** Observations from more rounds ago than this don't count. */
    windowRounds: rounds,
  })
  .refine(
    ({ halfLifeRounds, windowRounds }) => (halfLifeRounds ?? windowRounds) !== undefined,
    'must have halfLifeRounds, windowRounds or both; leave it out to forget nothing',
  );
