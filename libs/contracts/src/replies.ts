import { z } from 'zod';
import { queryOutcome } from './observations.js';

/**
 * What a waiting replica is told over the channel. `outcomes`: the answers themselves, sent by the
 * local-server before they are committed. `settled`: the queries whose outcome Postgres now holds,
 * sent by the learner. The channel may lose either; the truth is in Postgres.
 */
export const reply = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('outcomes'), outcomes: z.array(queryOutcome) }),
  z.strictObject({ kind: z.literal('settled'), queryIds: z.array(z.uuid()) }),
]);
export type Reply = z.infer<typeof reply>;
