import { z } from 'zod';

/** The `type` of an error, in OpenAI's words. */
type ApiErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'permission_error'
  | 'not_found_error'
  | 'rate_limit_error'
  | 'server_error';

/** The body of every error response. */
export const errorBody = z
  .strictObject({
    error: z.strictObject({
      message: z.string().describe('What is wrong and what to do about it.'),
      type: z.string(),
      param: z.string().nullable().describe('The field at fault.'),
      code: z.string().describe('For programs; does not change.'),
    }),
  })
  .meta({ id: 'Error' });
export type ErrorBody = z.infer<typeof errorBody>;

/** An error that the client is told of as it is. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly param: string | null = null,
    /** Sent with it. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  get body(): ErrorBody {
    const { message, param, code } = this;
    return { error: { message, type: typeOf(this.status), param, code } };
  }
}

const TYPES: Readonly<Record<number, ApiErrorType>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
};

function typeOf(status: number): ApiErrorType {
  return TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'server_error');
}

export function notFound(what: string, id: string, param: string): ApiError {
  return new ApiError(404, `${what}_not_found`, `there is no ${what} ${JSON.stringify(id)}`, param);
}

/** The service can't do it now, and nothing was written that the client would have to know of. */
export function unavailable(cause: unknown): ApiError {
  const error = new ApiError(503, 'unavailable', 'the database cannot be reached: try again');
  error.cause = cause;
  return error;
}
