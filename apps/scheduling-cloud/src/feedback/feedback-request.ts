import { z } from 'zod';
import { text } from '#contracts';

/** The body of `POST /v1/feedback`. */
export const feedbackRequest = z
  .strictObject({
    query_id: z.uuid().describe('The query whose answer is rated.'),
    score: z.number().min(0).max(1).describe('The reward: 0 is worst, 1 is best.'),
    model: text
      .min(1)
      .optional()
      .describe('Whose answer; without it the one served, or all of a sum-up or all-in round.'),
    name: text
      .min(1)
      .max(100)
      .default('user')
      .describe('Who rates: a later rating of the same name replaces the earlier one.'),
    comment: text.max(10_000).optional(),
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
        'applied: counted, or kept until the answer comes. replaced: the earlier score of the same name is corrected. duplicate: the same score was given before. late: counted in place of the default reward.',
      ),
  })
  .meta({ id: 'Feedback' });
export type FeedbackView = z.infer<typeof feedbackView>;
