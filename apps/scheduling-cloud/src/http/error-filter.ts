import {
  Catch,
  HttpException,
  HttpStatus,
  Logger,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from './api-error.js';

/** What Fastify and Nest refuse before a controller sees it, in words that help. */
const REFUSALS: Record<number, { code: string; message: string }> = {
  [HttpStatus.BAD_REQUEST]: { code: 'invalid_json', message: 'the body is no valid JSON' },
  [HttpStatus.PAYLOAD_TOO_LARGE]: {
    code: 'body_too_large',
    message: 'the body is larger than 1 MiB: send less text',
  },
  [HttpStatus.UNSUPPORTED_MEDIA_TYPE]: {
    code: 'unsupported_media_type',
    message: 'send JSON with the header "Content-Type: application/json"',
  },
};

/** Answers every error in one shape; what nobody foresaw is logged and told as `internal_error`. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const told = apiErrorOf(error, request);
    // Metrics tell of overload: a line for each query that it turns away would add to it.
    const isWorthALine = told.status >= 500 && told.code !== 'overloaded';
    const context = { request_id: request.id };
    // Whoever hung up does not hear it, and nothing here is wrong.
    if (isWorthALine && request.raw.socket.destroyed && error instanceof ApiError)
      this.logger.debug(`${routeOf(request)}: ${told.message}`, context);
    else if (isWorthALine) this.logger.error(routeOf(request), error, context);
    void reply.status(told.status).headers(told.headers).send(told.body);
  }
}

/** Not its URL, which may hold what is nobody's business. */
function routeOf({ method, routeOptions }: FastifyRequest): string {
  return `${method} ${routeOptions.url ?? ''}`;
}

function apiErrorOf(error: unknown, request: FastifyRequest): ApiError {
  if (error instanceof ApiError) return error;
  const status = statusOf(error);
  if (status === 404) {
    const path = request.url.split('?')[0] ?? '';
    return new ApiError(404, 'unknown_url', `there is no ${request.method} ${path}: see /docs`);
  }
  const refusal = REFUSALS[status] ?? { code: 'invalid_request', message: String(error) };
  if (status < 500) return new ApiError(status, refusal.code, refusal.message);
  return new ApiError(500, 'internal_error', 'something went wrong here; it has been logged');
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = error as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 500;
}
