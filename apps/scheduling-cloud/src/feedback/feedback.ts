import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Batcher } from '#queue';
import { RatingStore, type Rating, type RatingResult } from '#storage';
import { ApiError, notFound, unavailable } from '../http/api-error.js';
import { rated } from '../metrics/happenings.js';
import { Turns } from '../queries/turns.js';
import type { FeedbackView, GivenRating } from './feedback-request.js';

/** Takes ratings in, many in one transaction. */
@Injectable()
export class Feedback implements OnApplicationShutdown {
  private readonly batcher: Batcher<Rating, RatingResult>;

  constructor(
    private readonly store: RatingStore,
    private readonly turns: Turns,
  ) {
    this.batcher = new Batcher((ratings) => this.rateAll(ratings), {
      maxItems: 200,
      maxFlushes: 1,
      gatherMs: 0,
    });
  }

  /** @throws {ApiError} for what cannot be rated, and an outage; then the rating is not acknowledged */
  async rate({ queryId, score, ...given }: GivenRating): Promise<FeedbackView> {
    const rating: Rating = {
      ...given,
      receivedAt: new Date(),
      feedbackId: randomUUID(),
      queryId: queryId.toLowerCase(),
      scoreMicro: Math.round(score * 1e6),
    };
    const result = await this.batcher.add(rating).catch((error: unknown) => {
      throw unavailable(error);
    });
    if (result.outcome !== 'rated') throw refusal(result, rating);
    rated.tell(result.status);
    return { feedback_id: result.feedbackId, status: result.status };
  }

  private async rateAll(ratings: readonly Rating[]): Promise<RatingResult[]> {
    const pack = randomUUID();
    const results = await this.store.rate(ratings, pack);
    const next = results.flatMap((result) =>
      result.outcome === 'rated' ? (result.next ?? []) : [],
    );
    this.turns.send(pack, next);
    return results;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.batcher.idle();
  }
}

function refusal(result: Exclude<RatingResult, { outcome: 'rated' }>, rating: Rating): ApiError {
  switch (result.outcome) {
    case 'unknown-query':
      return notFound('query', rating.queryId, 'query_id');
    case 'id-reused':
      return new ApiError(
        409,
        'id_reused',
        'this id was given to a rating of another query: every rating has an id of its own',
        'id',
      );
    case 'query-failed':
      return new ApiError(
        409,
        'query_failed',
        'the query failed: there is no answer to rate',
        'query_id',
      );
    case 'not-asked':
      return new ApiError(
        400,
        'model_not_asked',
        `model ${JSON.stringify(rating.model)} gave no answer to this query; those that did: ${result.asked.join(', ') || 'none'}`,
        'model',
      );
  }
}
