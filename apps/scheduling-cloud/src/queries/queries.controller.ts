import {
  Body,
  Controller,
  Get,
  Headers,
  HttpStatus,
  Param,
  Post,
  Res,
  UseGuards,
} from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { QueryAccess } from '../auth/query-access.js';
import { errorBody } from '../http/api-error.js';
import { idOf } from '../http/id.js';
import { waitOf } from '../http/prefer.js';
import { RatingLinks } from '../rating-links/rating-links.js';
import { Answers } from './answers.js';
import { RoomInBacklog } from './backlog.js';
import { queryRequest, type QueryRequest } from './query-request.js';
import { queryView, type QueryView } from './query-view.js';
import { headersOfTaken, headersOfView } from './response-headers.js';
import { SubmitQuery, type Submitted } from './submit-query.js';

@ApiTags('queries')
@AccessFor('query')
@Controller('v1/queries')
export class QueriesController {
  constructor(
    private readonly links: RatingLinks,
    private readonly submission: SubmitQuery,
    private readonly answers: Answers,
    private readonly access: QueryAccess,
  ) {}

  @Post()
  @UseGuards(RoomInBacklog)
  @ApiOperation({
    summary: 'Submit a query',
    description:
      'Chooses a combination of models within the task\'s budget and asks them. Answers 202 with the query as accepted, or, with "Prefer: wait=N", 200 with the answer if it comes within N seconds.',
  })
  @ApiHeader({ name: 'Prefer', required: false, example: 'wait=30' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiResponse({ status: 200, description: 'Answered or failed.', standardSchema: queryView })
  @ApiResponse({ status: 202, description: 'Accepted.', standardSchema: queryView })
  @ApiResponse({ status: 400, description: 'Not valid.', standardSchema: errorBody })
  @ApiResponse({ status: 404, description: 'No such task.', standardSchema: errorBody })
  @ApiResponse({ status: 409, description: 'Key used before.', standardSchema: errorBody })
  @ApiResponse({ status: 413, description: 'Body over 1 MiB.', standardSchema: errorBody })
  @ApiResponse({ status: 415, description: 'Not JSON.', standardSchema: errorBody })
  @ApiResponse({ status: 429, description: 'Over a cap or a limit.', standardSchema: errorBody })
  @ApiResponse({
    status: 503,
    description: 'Try again; with Retry-After.',
    standardSchema: errorBody,
  })
  async submit(
    @Body({ schema: queryRequest }) request: QueryRequest,
    @Headers('prefer') prefer: string | undefined,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<QueryView> {
    const waitMs = waitOf(prefer);
    const options = { caller, idempotencyKey, waitMs };
    const submitted = await this.submission.submit(request, options);
    return told({ ...submitted, view: this.links.on(submitted.view) }, reply);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Look at a query' })
  @ApiResponse({ status: 200, description: 'The query.', standardSchema: queryView })
  @ApiResponse({ status: 404, description: 'No such query.', standardSchema: errorBody })
  async find(@Param('id') text: string, @CurrentCaller() caller: Caller): Promise<QueryView> {
    const id = idOf('query', text);
    await this.access.require(caller, id, 'id');
    return this.links.on(await this.answers.find(id));
  }
}

function told({ view, taken }: Submitted, reply: FastifyReply): QueryView {
  void reply.status(view.status === 'pending' ? HttpStatus.ACCEPTED : HttpStatus.OK);
  void reply.header('location', `/v1/queries/${view.id}`);
  void reply.headers({ ...headersOfTaken(taken, view.id), ...headersOfView(view) });
  return view;
}
