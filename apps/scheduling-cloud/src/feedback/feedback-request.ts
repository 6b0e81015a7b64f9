import { z } from 'zod';
import { text } from '#contracts';

const queryId = z.uuid().optional();
const label = text.min(1).max(100).optional();
const clientId = text.min(1).max(255).nullish();
const given = z
  .union([z.number().min(0).max(1), z.boolean()], {
    error: 'must be a number from 0 to 1, or true or false',
  })
  .nullish();
const refused = (message: string) => z.never({ error: message }).optional().describe(message);

/** Other names of a field, with the clients that send them. */
const QUERY_NAMES = ['query_id', 'round_id', 'inference_id', 'run_id', 'traceId'] as const;
const SOURCE_NAMES = ['name', 'metric_name', 'key'] as const;

/** The body of `POST /v1/feedback`: Purser's own fields, and those of other services' clients. */
export const feedbackRequest = z
  .strictObject({
    query_id: queryId.describe('The query whose answer is rated.'),
    round_id: queryId.describe('The same by its round.'),
    inference_id: queryId.describe("TensorZero's name for it."),
    run_id: queryId.describe("LangSmith's name for it."),
    traceId: queryId.describe("Langfuse's name for it."),
    score: given.describe('The reward: 0 or false is worst, 1 or true is best.'),
    value: given.describe('The same by the name that TensorZero, Langfuse and LangSmith use.'),
    model: text
      .min(1)
      .optional()
      .describe(
        'Whose answer; without it the one served, all who voted for the label, or all of a sum-up or all-in round.',
      ),
    name: label.describe(
      'Who rates, "user" by default: a later rating of the same name replaces the earlier one.',
    ),
    metric_name: label.describe("TensorZero's name for it."),
    key: label.describe("LangSmith's name for it."),
    comment: text.max(10_000).nullish(),
    tags: z.record(text.max(64), text.max(512)).nullish().describe('Kept with the rating.'),
    id: clientId.describe(
      'Of this rating, as you choose: sent again it changes nothing, however late; with another score it corrects.',
    ),
    feedback_id: clientId.describe('The same.'),
    dataType: z.enum(['NUMERIC', 'BOOLEAN']).optional().describe("Langfuse's, implied by value."),
    dryrun: z.literal(false, { error: 'a dry run is not supported' }).optional(),
    episode_id: refused('an episode has no answer of its own: rate an inference by inference_id'),
    observationId: refused('an observation is no query: rate a query by traceId'),
    sessionId: refused('a session has no answer of its own: rate a query by traceId'),
  })
  .superRefine((body, context) => {
    const issue = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (valuesOf(body, QUERY_NAMES).length !== 1) {
      issue('query_id', 'name one query, by query_id, round_id, inference_id, run_id or traceId');
    }
    if (valuesOf(body, ['score', 'value']).length !== 1) {
      issue('score', 'give one score, as score or value: a number from 0 to 1, or true or false');
    }
    if (valuesOf(body, SOURCE_NAMES).length > 1) {
      issue('name', 'give one name, as name, metric_name or key');
    }
    if (valuesOf(body, ['id', 'feedback_id']).length > 1) {
      issue('id', 'give one id, as id or feedback_id');
    }
  })
  .meta({
    id: 'FeedbackRequest',
    example: { query_id: '019a53d0-0000-7000-8000-000000000000', score: 1 },
  });
export type FeedbackRequest = z.infer<typeof feedbackRequest>;

/** The answer to it. */
export const feedbackView = z
  .strictObject({
    feedback_id: z.uuid(),
    status: z
      .enum(['applied', 'replaced', 'duplicate', 'late'])
      .describe(
        'applied: counted, or kept until the answer comes. replaced: the earlier score of the same name is corrected. duplicate: this rating, or the same score of the same name, was given before. late: counted in place of the default reward.',
      ),
  })
  .meta({ id: 'Feedback' });
export type FeedbackView = z.infer<typeof feedbackView>;

/** A rating as it was given, by whatever way it came. */
export interface GivenRating {
  queryId: string;
  model: string | null;
  /** Who rates. */
  source: string;
  /** In [0, 1]. */
  score: number;
  comment: string | null;
  tags: Readonly<Record<string, string>>;
  /** What tells this rating from all others, if its sender does; see `Rating`. */
  receipt: { scope: string; id: string; final: boolean } | null;
}

export function ratingIn(body: FeedbackRequest): GivenRating {
  const [id] = valuesOf(body, ['id', 'feedback_id']);
  return {
    queryId: valuesOf(body, QUERY_NAMES)[0] ?? '',
    model: body.model ?? null,
    source: valuesOf(body, SOURCE_NAMES)[0] ?? 'user',
    score: Number(valuesOf(body, ['score', 'value'])[0]),
    comment: body.comment ?? null,
    tags: body.tags ?? {},
    receipt: id === undefined ? null : { scope: 'api', id, final: false },
  };
}

/** The values that were given under these names; null is none. */
function valuesOf<Name extends keyof FeedbackRequest>(
  body: Readonly<FeedbackRequest>,
  names: readonly Name[],
): NonNullable<FeedbackRequest[Name]>[] {
  return names.flatMap<NonNullable<FeedbackRequest[Name]>>((name) => {
    const value: FeedbackRequest[keyof FeedbackRequest] = body[name];
    return value === undefined || value === null
      ? []
      : [value as NonNullable<FeedbackRequest[Name]>];
  });
}
