import { request } from 'undici';
import { Webhook } from 'standardwebhooks';
import type { Delivery } from '#storage';

const PATIENCE_MS = 15_000;
/** The endpoint says that it wants no more. */
const GONE = 410;
const MOST_ERROR_TEXT = 500;

/** What an endpoint said. */
export interface EndpointAnswer {
  /** Whether to try again. */
  outcome: 'delivered' | 'retry' | 'refused';
  response: number | null;
  error: string | null;
}

/** Posts a message, signed by Standard Webhooks. A redirect is no delivery. */
export async function post(
  { id, event, data, createdAt }: Delivery,
  url: string,
  secret: string,
): Promise<EndpointAnswer> {
  const body = JSON.stringify({ type: event, timestamp: createdAt.toISOString(), data });
  const webhookId = `msg_${id}`;
  const now = new Date();
  try {
    const { statusCode, body: answer } = await request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'purser',
        'webhook-id': webhookId,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
        'webhook-signature': new Webhook(secret).sign(webhookId, now, body),
      },
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await answer.dump();
    if (statusCode >= 200 && statusCode < 300)
      return { outcome: 'delivered', response: statusCode, error: null };
    const outcome = statusCode === GONE ? 'refused' : 'retry';
    return { outcome, response: statusCode, error: `it answered ${statusCode}` };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { outcome: 'retry', response: null, error: text.slice(0, MOST_ERROR_TEXT) };
  }
}
