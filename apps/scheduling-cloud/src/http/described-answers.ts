import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

const REFUSALS = { 400: 'Not valid.', 413: 'Body over 1 MiB.', 415: 'Not JSON.' };
const ERROR = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };

const EVENTS = { schema: { type: 'string', description: 'Server-sent events.' } } as const;

/** Extension of a route that answers with a stream of events if it is asked to. */
export const STREAMS = 'x-streams';

/**
 * Describes what controllers can't say: that an answer may be a stream, and how a body is refused
 * that the route does not ask for, which is looked at before the route is.
 */
export function describeAnswers(api: OpenAPIObject): OpenAPIObject {
  for (const { post, put, patch, delete: remove } of Object.values(api.paths)) {
    for (const operation of [post, put, patch, remove]) {
      if (operation === undefined) continue;
      describeRefusals(operation);
      describeStream(operation);
    }
  }
  return api;
}

function describeRefusals({ requestBody, responses }: Operation): void {
  if (requestBody !== undefined) return;
  for (const [status, description] of Object.entries(REFUSALS)) {
    responses[status] ??= { description, content: ERROR };
  }
}

function describeStream(operation: Operation): void {
  const answer = operation.responses['200'];
  if (!(STREAMS in operation) || answer === undefined || '$ref' in answer) return;
  answer.content = { ...answer.content, 'text/event-stream': EVENTS };
}
