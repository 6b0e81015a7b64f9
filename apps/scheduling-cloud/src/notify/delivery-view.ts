import { z } from 'zod';
import type { Delivery } from '#storage';

const MOST_DELIVERIES = 500;
const status = z.enum(['pending', 'delivered', 'failed']);

export const deliveryQuery = z.strictObject({
  endpoint: z.string().min(1).optional(),
  status: status.optional(),
  before: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(MOST_DELIVERIES).default(100),
});
export type DeliveryQuery = z.infer<typeof deliveryQuery>;

export const deliveryList = z
  .strictObject({
    data: z.array(
      z.strictObject({
        webhook_id: z.string().describe('The same in every attempt.'),
        endpoint: z.string(),
        event: z.string(),
        data: z.unknown(),
        status: status.describe('failed: no further attempt is made.'),
        attempts: z.int(),
        next_attempt_at: z.iso.datetime().nullable(),
        last_attempt_at: z.iso.datetime().nullable(),
        last_response: z.int().nullable().describe('The HTTP status; null: no answer came.'),
        last_error: z.string().nullable(),
        created_at: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: 'WebhookDeliveryList' });
export type DeliveryList = z.infer<typeof deliveryList>;

export function viewOfDelivery(delivery: Delivery): DeliveryList['data'][number] {
  const { id, endpoint, event, data, attempts, lastResponse, lastError } = delivery;
  const isPending = delivery.status === 'pending';
  return {
    webhook_id: `msg_${id}`,
    endpoint,
    event,
    data,
    status: delivery.status,
    attempts,
    next_attempt_at: isPending ? delivery.nextAttemptAt.toISOString() : null,
    last_attempt_at: delivery.lastAttemptAt?.toISOString() ?? null,
    last_response: lastResponse,
    last_error: lastError,
    created_at: delivery.createdAt.toISOString(),
  };
}
