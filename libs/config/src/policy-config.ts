import { z } from 'zod';

/** What chooses the combinations of a task. */
const policyName = z.enum([
  'c2mab-v',
  'c2mab-v-direct',
  'contextual',
  'cucb',
  'thompson',
  'epsilon-greedy',
  'fixed',
  'select',
  'thrift',
]);

/**
 * The policy's name, and its settings where they are not to be the policy's own defaults. May be
 * written as its name alone. Which settings there are, and their ranges, the policy itself knows.
 */
export const policyConfig = z
  .preprocess(
    (written) => (typeof written === 'string' ? { name: written } : written),
    z.object({ name: policyName }).catchall(z.union([z.number(), z.string()])),
  )
  .prefault('c2mab-v');
