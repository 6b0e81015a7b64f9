import { z } from 'zod';
import { name } from './names.js';

/** Where a value lies in the sender's JSON: `data.stars`, `answers[0].value`. */
const path = z
  .string()
  .max(200)
  .regex(
    /^[^.[\]\s]+(\.[^.[\]]+|\[\d+\])*$/,
    'must be a path such as data.stars or answers[0].value',
  );

/** How the sender's value becomes a score in [0, 1]. */
const ratingScale = z.union(
  [
    z.enum(['score', 'boolean', 'thumbs', 'stars', '0-10']),
    z
      .strictObject({ min: z.number(), max: z.number() })
      .refine(({ min, max }) => min !== max, 'min and max must differ'),
    z.strictObject({
      labels: z
        .record(z.string().min(1), z.number().min(0).max(1))
        .refine((labels) => Object.keys(labels).length > 0, 'must name at least one label'),
    }),
  ],
  {
    error:
      'must be score, boolean, thumbs, stars, 0-10, {min, max} (the worst and the best value) or {labels} (a score from 0 to 1 a label)',
  },
);
export type RatingScale = z.infer<typeof ratingScale>;

/** How the JSON of a webhook's sender becomes a rating. */
export const ratingMapping = z.strictObject({
  /** Where the query's id lies. */
  query: path,
  /** Where the rating lies. */
  rating: path,
  scale: ratingScale,
  /** Where the name of the rated model lies; without it, as a rating without a model. */
  model: path.exactOptional(),
  comment: path.exactOptional(),
  /** Where the rater's name lies: ratings of several raters average. */
  rater: path.exactOptional(),
  /** Only JSON with this value there is a rating; any other is acknowledged and left alone. */
  when: z
    .strictObject({ path, equals: z.union([z.string(), z.number(), z.boolean()]) })
    .exactOptional(),
});
export type RatingMapping = z.infer<typeof ratingMapping>;

/** The name of an environment variable of the scheduling-cloud that holds a webhook's secret. */
export const webhookSecretEnv = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*_WEBHOOK_SECRET$/, 'must end with _WEBHOOK_SECRET');

/** A sender of webhooks as written. */
export const webhookConfig = ratingMapping.extend({
  /** Any one of them signs, so that a secret can be replaced without a gap. */
  secretEnv: z.array(webhookSecretEnv).min(1).max(5),
});
export type WebhookConfig = z.infer<typeof webhookConfig>;

/** What sources may be called: a part of a URL. */
export const webhookName = name.regex(
  /^[A-Za-z0-9._-]{1,64}$/,
  'the name of a webhook source has letters, digits and . _ - only, and at most 64 of them',
);
