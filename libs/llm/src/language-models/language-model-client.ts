import {
  APICallError,
  type LanguageModelV3,
  type LanguageModelV3StreamPart,
} from '@ai-sdk/provider';
import { AnswerAssembly } from '../answer-assembly.js';
import { keyOf } from '../api-key.js';
import type { CompletionRequest, OnDelta, ProviderAnswer, ProviderClient } from '../completion.js';
import { parsed, type JsonPoster } from '../json-poster.js';
import { isSuccess, refusal } from '../refusal.js';
import { retryAfterMs } from '../retry-after.js';
import { UpstreamError } from '../upstream-error.js';
import { contentOf, finishReasonOf, usageOf } from './answer.js';
import { callOptionsOf } from './call-options.js';
import { refuseDropped } from './dropped-options.js';
import { StreamDeltas } from './stream-deltas.js';
import { Transport } from './transport.js';

/** Asks Anthropic's and Google's models through their AI SDK libraries. */
export class LanguageModelClient implements ProviderClient {
  constructor(private readonly poster: JsonPoster) {}

  complete(request: CompletionRequest): Promise<ProviderAnswer> {
    return this.ask(request, async (model) => {
      const result = await model.doGenerate(callOptionsOf(request));
      return {
        ...contentOf(result.content),
        finishReason: finishReasonOf(result.finishReason),
        usage: usageOf(result.usage),
      };
    });
  }

  async stream(request: CompletionRequest, onDelta: OnDelta): Promise<ProviderAnswer> {
    const assembly = new AnswerAssembly();
    const hear: OnDelta = (delta) => {
      assembly.add(delta);
      onDelta(delta);
    };
    let hasBegun = false as boolean;
    try {
      const end = await this.ask(request, async (model) => {
        const { stream } = await model.doStream(callOptionsOf(request));
        hasBegun = true;
        return follow(stream, request, hear);
      });
      return { ...end, ...assembly.answer() };
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      // An error within an answer is no refusal, though some providers' look the same.
      const isBilled = hasBegun || error.details.mayBeBilled;
      throw error.with({ receivedBytes: assembly.bytes, mayBeBilled: isBilled });
    }
  }

  /** @throws UpstreamError, whatever the library throws */
  private async ask<Result>(
    request: CompletionRequest,
    how: (model: LanguageModelV3) => Promise<Result>,
  ): Promise<Result> {
    const transport = new Transport(this.poster, request, (body) => refuseDropped(body, request));
    try {
      return await how(await languageModel(request, transport));
    } catch (error) {
      if (error instanceof UpstreamError) throw error;
      throw (await transport.failure()) ?? upstreamError(error, request);
    }
  }
}

/** Loaded when first used: most services never call either. A key is given, or the environment's would be. */
async function languageModel(
  request: CompletionRequest,
  { fetch }: Transport,
): Promise<LanguageModelV3> {
  const { provider, baseUrl: baseURL, upstreamModel } = request.model;
  const settings = { baseURL, apiKey: keyOf(request) ?? 'none', fetch };
  if (provider === 'anthropic') {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    return createAnthropic(settings).languageModel(upstreamModel);
  }
  const { createGoogleGenerativeAI } = await import('@ai-sdk/google');
  return createGoogleGenerativeAI(settings).languageModel(upstreamModel);
}

async function follow(
  stream: ReadableStream<LanguageModelV3StreamPart>,
  request: CompletionRequest,
  hear: OnDelta,
): Promise<Pick<ProviderAnswer, 'finishReason' | 'usage'>> {
  const deltas = new StreamDeltas();
  for await (const part of stream) {
    if (part.type === 'error') throw part.error;
    const delta = deltas.of(part);
    if (delta) hear(delta);
    // A stream that was cut has an end too, but without the provider's reason.
    if (part.type === 'finish' && part.finishReason.raw !== undefined) {
      return { finishReason: finishReasonOf(part.finishReason), usage: usageOf(part.usage) };
    }
  }
  throw new UpstreamError('unreachable', `${hostOf(request)} broke off its answer`, {
    mayBeBilled: true,
  });
}

function upstreamError(error: unknown, request: CompletionRequest): UpstreamError {
  const host = hostOf(request);
  if (APICallError.isInstance(error) && error.statusCode && !isSuccess(error.statusCode)) {
    const reply = {
      status: error.statusCode,
      retryAfterMs: retryAfterMs(error.responseHeaders ?? {}, Date.now()),
      body: parsed(error.responseBody ?? ''),
    };
    return refusal(reply, { host, secret: request.apiKey });
  }
  const reason = error instanceof Error ? error.name : 'an error';
  return error instanceof Error && /^AI_(Unsupported|Invalid(Prompt|Argument))/.test(error.name)
    ? new UpstreamError('unsupported', `what was asked can't be put to ${host} (${reason})`)
    : new UpstreamError('invalid_response', `${host} answered what is no completion (${reason})`, {
        mayBeBilled: true,
      });
}

function hostOf({ model }: CompletionRequest): string {
  return new URL(model.baseUrl).host;
}
