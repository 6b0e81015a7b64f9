import { z } from 'zod';

/**
 * The policy's name, and its settings where they are not to be the policy's own defaults. May be
 * written as its name alone.
 */
export const policyConfig = z
  .preprocess(
    (written) => (typeof written === 'string' ? { name: written } : written),
    z.strictObject({
      name: z.literal('c2mab-v'),
      relaxation: z.enum(['auto', 'combinations', 'models']).exactOptional(),
      charge: z.enum(['cascade', 'whole']).exactOptional(),
      alphaReward: z.number().min(0).max(10).exactOptional(),
      alphaCost: z.number().min(0).max(10).exactOptional(),
      delta: z.number().min(1e-6).max(0.999).exactOptional(),
    }),
  )
  .prefault('c2mab-v');
