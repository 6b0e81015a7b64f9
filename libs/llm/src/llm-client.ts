import type { ChatMessage, Metadata, ModelSpec } from '#contracts';
import { chatCompletion } from './chat-completion.js';
import { costOf } from './cost.js';
import type { JsonPoster, PostReply } from './json-poster.js';
import { detailOf, isSuccess, refusal, type RefusalContext } from './refusal.js';
import { UpstreamError } from './upstream-error.js';
import { usageIn } from './usage.js';

export interface CompletionRequest {
  model: ModelSpec;
  /** The provider's key; undefined where there is none. */
  apiKey: string | undefined;
  messages: readonly ChatMessage[];
  metadata: Metadata;
  timeoutMs: number;
}

export interface Completion {
  /** Empty if the model said nothing. */
  answer: string;
  inputTokens: number;
  outputTokens: number;
  costNanoUsd: number;
  /** Milliseconds from the request to the last byte of the answer. */
  latencyMs: number;
}

/** Asks models at providers that speak OpenAI's chat protocol. Never retries: that is the caller's. */
export class LlmClient {
  constructor(private readonly poster: JsonPoster) {}

  /** @throws UpstreamError, always; its `costNanoUsd` tells what the failed call was billed */
  async complete(request: CompletionRequest): Promise<Completion> {
    const url = completionsUrl(request.model.baseUrl);
    const startedAt = performance.now();
    const reply = await this.poster.post({
      url,
      headers: authorization(request),
      body: bodyOf(request),
      timeoutMs: request.timeoutMs,
    });
    const latencyMs = performance.now() - startedAt;
    return { ...completionOf(reply, request, url.host), latencyMs };
  }
}

function completionsUrl(baseUrl: string): URL {
  const url = new URL(baseUrl);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/chat/completions`;
  return url;
}

/** What a header may carry: printable ASCII without white space. */
const HEADER_SAFE = /^[\x21-\x7e]+$/;

function authorization({ model, apiKey }: CompletionRequest): Record<string, string> {
  if (model.apiKeyEnv === undefined) return {};
  if (!apiKey || !HEADER_SAFE.test(apiKey)) {
    throw new UpstreamError(
      'missing_key',
      `no usable key for ${model.upstreamModel}: set ${model.apiKeyEnv} in the local-server's environment`,
    );
  }
  return { authorization: `Bearer ${apiKey}` };
}

function bodyOf({ model, messages, metadata }: CompletionRequest): Record<string, unknown> {
  return {
    model: model.upstreamModel,
    messages,
    max_tokens: model.maxOutputTokens,
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}

function completionOf(
  reply: PostReply,
  { model, apiKey }: CompletionRequest,
  host: string,
): Omit<Completion, 'latencyMs'> {
  const billed = usageIn(reply.body);
  const costNanoUsd = billed && costOf(billed, model);
  const context = { host, secret: apiKey, costNanoUsd };
  if (!isSuccess(reply.status)) throw refusal(reply, context);
  const body = chatCompletion.safeParse(reply.body);
  if (!body.success) throw invalidResponse(reply, context, body.error.issues[0]);
  const { answer, usage } = body.data;
  return {
    answer,
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    costNanoUsd: costOf(usage, model),
  };
}

function invalidResponse(
  reply: PostReply,
  context: RefusalContext,
  fault: { path: PropertyKey[]; message: string } | undefined,
): UpstreamError {
  const reason =
    reply.body === undefined
      ? 'is not JSON'
      : `is no chat completion${detailOf(reply.body, context) || `: ${place(fault)}`}`;
  return new UpstreamError(
    'invalid_response',
    `${context.host} answered ${reply.status} with a body that ${reason}`,
    { costNanoUsd: context.costNanoUsd },
  );
}

function place(fault: { path: PropertyKey[]; message: string } | undefined): string {
  return fault ? `${fault.path.join('.')} ${fault.message}` : '';
}
