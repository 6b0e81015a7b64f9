import type { IncomingHttpHeaders } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { ApiError } from '../http/api-error.js';

const LONGEST_ID = 255;

/** A secret of Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
export function isSecret(text: string): boolean {
  const encoded = /^(?:whsec_)?((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/;
  const bytes = Buffer.from(encoded.exec(text)?.[1] ?? '', 'base64').length;
  return bytes >= 24 && bytes <= 64;
}

/**
 * Checks the signature of a webhook by Standard Webhooks, which holds for five minutes.
 * @param secrets any one of them may have signed it
 * @returns the sender's id of the message
 * @throws {ApiError} 401
 */
export function verifiedId(
  secrets: readonly string[],
  body: Buffer,
  headers: IncomingHttpHeaders,
): string {
  const given = {
    'webhook-id': textOf(headers['webhook-id']),
    'webhook-timestamp': textOf(headers['webhook-timestamp']),
    'webhook-signature': textOf(headers['webhook-signature']),
  };
  if (given['webhook-id'].length > LONGEST_ID) {
    throw unverified(`webhook-id must have at most ${LONGEST_ID} characters`);
  }
  let reason = 'this source has no secret';
  for (const secret of secrets) {
    try {
      new Webhook(secret).verify(body, given, { jsonParse: false });
      return given['webhook-id'];
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error;
      reason = error.message;
    }
  }
  throw unverified(
    `${reason}: sign the body as https://www.standardwebhooks.com says, with webhook-id, webhook-timestamp and webhook-signature`,
  );
}

function textOf(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : (header?.join(',') ?? '');
}

function unverified(message: string): ApiError {
  return new ApiError(401, 'invalid_signature', message);
}
