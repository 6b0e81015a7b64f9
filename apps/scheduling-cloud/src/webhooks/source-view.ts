import { z } from 'zod';
import { ratingMapping, webhookSecretEnv } from '#config';
import type { WebhookSource } from '#storage';

const MOST_SECRETS = 5;

/** The body of a PUT. */
export const sourceRequest = z
  .strictObject({
    mapping: ratingMapping,
    secret_env: z
      .array(webhookSecretEnv)
      .min(1)
      .max(MOST_SECRETS)
      .exactOptional()
      .describe(
        'Variables of the environment; without them the secrets stay, or a new source gets one.',
      ),
  })
  .meta({
    id: 'WebhookSourceRequest',
    example: { mapping: { query: 'data.query', rating: 'data.stars', scale: 'stars' } },
  });
export type SourceRequest = z.infer<typeof sourceRequest>;

/** The body of a rotation. */
export const rotationRequest = z.strictObject({
  keep: z
    .int()
    .min(0)
    .max(MOST_SECRETS - 1)
    .default(1)
    .describe('How many of the secrets there were, newest first, still sign.'),
});
export type RotationRequest = z.infer<typeof rotationRequest>;

/** The body of a test: the sender's JSON. */
export const testRequest = z.strictObject({ payload: z.unknown() });
export type TestRequest = z.infer<typeof testRequest>;

export const testView = z
  .strictObject({
    rating: z
      .strictObject({
        query_id: z.string(),
        score: z.number(),
        model: z.string().nullable(),
        comment: z.string().nullable(),
        rater: z.string().nullable(),
      })
      .nullable()
      .describe('Null: the source says that such a message is no rating.'),
  })
  .meta({ id: 'WebhookSourceTest' });
export type TestView = z.infer<typeof testView>;

const secretView = z.strictObject({
  env: z.string().nullable().describe('The variable that holds it; null: it is kept encrypted.'),
  created_at: z.string().nullable(),
});

export const sourceView = z
  .strictObject({
    name: z.string(),
    source: z.enum(['file', 'api']).describe('Who wrote it last.'),
    mapping: z.record(z.string(), z.unknown()),
    secrets: z.array(secretView).describe('Newest first; never the secrets themselves.'),
    version: z.int().describe('Its ETag.'),
    secret: z.string().nullable().describe('A secret that was just made: shown this once.'),
  })
  .meta({ id: 'WebhookSource' });
export type SourceView = z.infer<typeof sourceView>;

export const sourceList = z
  .strictObject({ data: z.array(sourceView) })
  .meta({ id: 'WebhookSourceList' });
export type SourceList = z.infer<typeof sourceList>;

export function viewOfSource(source: WebhookSource, secret: string | null = null): SourceView {
  const { name, origin, mapping, secrets, version } = source;
  return {
    name,
    source: origin,
    mapping: mapping as Record<string, unknown>,
    secrets: secrets.map((held) => ({
      env: held.kind === 'env' ? held.name : null,
      created_at: held.kind === 'env' ? null : held.createdAt,
    })),
    version,
    secret,
  };
}
