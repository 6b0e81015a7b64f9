import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { errorBody } from './api-error.js';

const REASONS = {
  400: 'Not valid.',
  401: 'No good key.',
  403: 'The key has not the role, or is for other tasks.',
  404: 'No such thing.',
  409: 'It is in no state for that.',
  412: 'It has changed since it was read: read it again.',
  413: 'Body over 1 MiB.',
  415: 'Not JSON.',
  428: 'The header If-Match is missing.',
  429: 'Too many requests for this key.',
  503: 'Try again.',
} as const;

/** Describes the refusals of a route, in the one shape that all errors have. */
export function ErrorResponses(
  ...statuses: readonly (keyof typeof REASONS)[]
): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({ status, description: REASONS[status], standardSchema: errorBody }),
    ),
  );
}
