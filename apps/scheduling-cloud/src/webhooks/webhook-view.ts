import { z } from 'zod';

/** The answer to a webhook. */
export const webhookView = z
  .strictObject({
    feedback_id: z.uuid().nullable(),
    status: z
      .enum(['applied', 'replaced', 'duplicate', 'late', 'ignored'])
      .describe(
        'As of POST /v1/feedback; duplicate also for a webhook-id that was seen before. ignored: the source says that such a message is no rating.',
      ),
  })
  .meta({ id: 'WebhookReceipt' });
export type WebhookView = z.infer<typeof webhookView>;
