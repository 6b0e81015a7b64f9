import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { QueryAccess } from '../auth/query-access.js';
import { errorBody } from '../http/api-error.js';
import {
  feedbackRequest,
  feedbackView,
  ratingIn,
  type FeedbackRequest,
  type FeedbackView,
} from './feedback-request.js';
import { Feedback } from './feedback.js';

@ApiTags('feedback')
@AccessFor('rate')
@Controller('v1/feedback')
export class FeedbackController {
  constructor(
    private readonly feedback: Feedback,
    private readonly access: QueryAccess,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Rate an answer',
    description:
      'At any time and in any order, even before the answer: a rating counts once. Takes what the clients of TensorZero, Langfuse and LangSmith send, too.',
  })
  @ApiResponse({ status: 200, description: 'Durable.', standardSchema: feedbackView })
  @ApiResponse({ status: 400, description: 'Not valid.', standardSchema: errorBody })
  @ApiResponse({ status: 404, description: 'No such query.', standardSchema: errorBody })
  @ApiResponse({ status: 409, description: 'Nothing to rate.', standardSchema: errorBody })
  @ApiResponse({ status: 413, description: 'Body over 1 MiB.', standardSchema: errorBody })
  @ApiResponse({ status: 415, description: 'Not JSON.', standardSchema: errorBody })
  @ApiResponse({ status: 503, description: 'Try again.', standardSchema: errorBody })
  async rate(
    @Body({ schema: feedbackRequest }) request: FeedbackRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<FeedbackView> {
    const rating = ratingIn(request);
    await this.access.require(caller, rating.queryId, 'query_id');
    return this.feedback.rate(rating);
  }
}
