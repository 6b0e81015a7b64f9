import { AnswerAssembly } from '../answer-assembly.js';
import type { CompletionRequest, OnDelta, ProviderAnswer, ProviderClient } from '../completion.js';
import {
  parsed,
  type JsonPoster,
  type OpenReply,
  type Post,
  type PostReply,
} from '../json-poster.js';
import { detailOf, isSuccess, refusal, type RefusalContext } from '../refusal.js';
import { retryAfterMs } from '../retry-after.js';
import { UpstreamError } from '../upstream-error.js';
import { usageIn, type Usage } from '../usage.js';
import { chatChunk, deltasOf } from './chat-chunk.js';
import { chatCompletion, finishReasonOf } from './chat-completion.js';
import { authorization, bodyOf, completionsUrl } from './chat-request.js';
import { eventsOf } from './server-sent-events.js';

/** Asks models at providers that speak OpenAI's chat protocol, Azure's way of it too. */
export class OpenAiClient implements ProviderClient {
  constructor(private readonly poster: JsonPoster) {}

  async complete(request: CompletionRequest): Promise<ProviderAnswer> {
    const post = postOf(request, false);
    return answerIn(await this.poster.post(post), contextOf(request, post.url));
  }

  async stream(request: CompletionRequest, onDelta: OnDelta): Promise<ProviderAnswer> {
    const post = postOf(request, true);
    const context = contextOf(request, post.url);
    const assembly = new AnswerAssembly();
    const hear: OnDelta = (delta) => {
      assembly.add(delta);
      onDelta(delta);
    };
    try {
      return await this.poster.open(post, async (reply) => {
        if (isEventStream(reply))
          return { ...(await follow(reply, hear, context)), ...assembly.answer() };
        return answerIn(await whole(reply), context);
      });
    } catch (error) {
      throw error instanceof UpstreamError ? error.with({ receivedBytes: assembly.bytes }) : error;
    }
  }
}

function postOf(request: CompletionRequest, stream: boolean): Post {
  return {
    url: completionsUrl(request.model),
    headers: authorization(request),
    body: bodyOf(request, stream),
    timeoutMs: request.timeoutMs,
    signal: request.signal,
  };
}

function contextOf({ apiKey }: CompletionRequest, url: URL): RefusalContext {
  return { host: url.host, secret: apiKey };
}

/** @throws UpstreamError if the reply is no answer */
function answerIn(reply: PostReply, context: RefusalContext): ProviderAnswer {
  if (!isSuccess(reply.status)) throw refusal(reply, context);
  const body = chatCompletion.safeParse(reply.body);
  if (body.success) return body.data;
  throw invalidResponse(reply, context, body.error.issues[0]);
}

function isEventStream({ status, headers }: OpenReply): boolean {
  return isSuccess(status) && String(headers['content-type']).includes('text/event-stream');
}

async function whole({ status, headers, body }: OpenReply): Promise<PostReply> {
  return {
    status,
    retryAfterMs: retryAfterMs(headers, Date.now()),
    body: parsed(await body.text()),
  };
}

/** Tells of the pieces as they come. @throws UpstreamError for a stream that fails or ends early */
async function follow(
  { body }: OpenReply,
  hear: OnDelta,
  context: RefusalContext,
): Promise<Pick<ProviderAnswer, 'finishReason' | 'usage'>> {
  let finish: string | null | undefined;
  let usage: Usage | undefined;
  for await (const data of eventsOf(body)) {
    if (data === '[DONE]') break;
    const event = parsed(data);
    const chunk = chatChunk.safeParse(event);
    usage = chunk.data?.usage ?? usage;
    const detail = detailOf(event, context);
    if (!chunk.success || detail) throw brokenStream(detail, context, usage);
    const choice = chunk.data.choices[0];
    for (const delta of choice ? deltasOf(choice) : []) hear(delta);
    finish = choice?.finish_reason ?? finish;
  }
  if (typeof finish !== 'string') throw brokenStream(': it ended early', context, usage);
  return { finishReason: finishReasonOf(finish), usage };
}

function brokenStream(detail: string, { host }: RefusalContext, usage: Usage | undefined) {
  const message = `${host} broke off its answer${detail || ': it sent what is no chunk'}`;
  return new UpstreamError('unreachable', message, { usage, mayBeBilled: true });
}

function invalidResponse(
  reply: PostReply,
  context: RefusalContext,
  fault: { path: PropertyKey[]; message: string } | undefined,
): UpstreamError {
  const detail = detailOf(reply.body, context);
  const reason =
    reply.body === undefined ? 'is not JSON' : `is no chat completion${detail || place(fault)}`;
  return new UpstreamError(
    'invalid_response',
    `${context.host} answered ${reply.status} with a body that ${reason}`,
    // An error in the guise of a success is still an error, and those are not billed.
    { usage: usageIn(reply.body), mayBeBilled: detail === '' },
  );
}

function place(fault: { path: PropertyKey[]; message: string } | undefined): string {
  return fault ? `: ${fault.path.join('.')} ${fault.message}` : '';
}
