import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Feedback } from '../feedback/feedback.js';
import type { GivenRating } from '../feedback/feedback-request.js';
import { ApiError } from '../http/api-error.js';
import { mappedRating, type MappedRating } from './mapped-rating.js';
import { verifiedId } from './signature.js';
import { WebhookSources } from './webhook-sources.js';
import type { WebhookView } from './webhook-view.js';

/** Takes in what other systems post: verify, understand, rate. */
@Injectable()
export class ReceiveWebhook {
  constructor(
    private readonly sources: WebhookSources,
    private readonly feedback: Feedback,
  ) {}

  /**
   * A message is known by its source and id: whatever comes under them again changes nothing.
   * @throws {ApiError} 401 unless it is signed, 404, 400 and 422 for what is no rating
   */
  async receive(name: string, headers: IncomingHttpHeaders, body: unknown): Promise<WebhookView> {
    const source = await this.sources.open(name);
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const id = verifiedId(source.secrets, bytes, headers);
    const mapped = mappedRating(source.mapping, jsonIn(bytes));
    if (mapped === undefined) return { feedback_id: null, status: 'ignored' };
    return this.feedback.rate(ratingOf(name, mapped, id));
  }
}

/** @throws {ApiError} 400 */
function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    throw new ApiError(400, 'invalid_json', 'the body is no valid JSON');
  }
}

/** Ratings of one source, or of one rater there, replace each other. */
function ratingOf(source: string, mapped: MappedRating, webhookId: string): GivenRating {
  const { rater, ...rating } = mapped;
  return {
    ...rating,
    source: rater === null ? source : `${source}:${rater}`,
    tags: {},
    receipt: { scope: `webhook:${source}`, id: webhookId, final: true },
  };
}
