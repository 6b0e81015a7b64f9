import type { ModelSpec } from '#contracts';
import type {
  Completion,
  CompletionRequest,
  OnDelta,
  ProviderAnswer,
  ProviderClient,
} from './completion.js';
import { boundOf, costOf } from './cost.js';
import type { JsonPoster } from './json-poster.js';
import { LanguageModelClient } from './language-models/language-model-client.js';
import { OpenAiClient } from './openai/openai-client.js';
import { UpstreamError } from './upstream-error.js';
import { inputTokensBound, outputTokensBound } from './worst-case.js';

/**
 * Asks models, whatever protocol their provider speaks, and says what each call cost: by the
 * provider's word where it gives one, else by a bound, never nothing. Never retries: that is the
 * caller's.
 */
export class LlmClient {
  private readonly clients: Record<ModelSpec['provider'], ProviderClient>;

  constructor(poster: JsonPoster) {
    const openAi = new OpenAiClient(poster);
    const languageModels = new LanguageModelClient(poster);
    this.clients = {
      'openai-compatible': openAi,
      'azure-openai': openAi,
      anthropic: languageModels,
      google: languageModels,
    };
  }

  /** @throws UpstreamError, always; its `costNanoUsd` tells what the failed call cost */
  complete(request: CompletionRequest): Promise<Completion> {
    return charged(request, (client) => client.complete(request), this.clients);
  }

  /** The same, with the pieces of the answer told as the model makes them. */
  stream(request: CompletionRequest, onDelta: OnDelta): Promise<Completion> {
    return charged(request, (client) => client.stream(request, onDelta), this.clients);
  }
}

async function charged(
  request: CompletionRequest,
  ask: (client: ProviderClient) => Promise<ProviderAnswer>,
  clients: LlmClient['clients'],
): Promise<Completion> {
  const startedAt = performance.now();
  try {
    const answer = await ask(clients[request.model.provider]);
    return completionOf(answer, request, performance.now() - startedAt);
  } catch (error) {
    throw error instanceof UpstreamError ? chargedError(error, request) : error;
  }
}

function completionOf(
  { usage, ...answer }: ProviderAnswer,
  request: CompletionRequest,
  latencyMs: number,
): Completion {
  return {
    ...answer,
    inputTokens: usage?.inputTokens ?? null,
    cachedInputTokens: usage?.cachedInputTokens ?? null,
    outputTokens: usage?.outputTokens ?? null,
    reasoningTokens: usage?.reasoningTokens ?? null,
    costNanoUsd: usage ? costOf(usage, request.model) : unsaidCost(request, undefined),
    costIsBound: usage === undefined,
    latencyMs,
  };
}

function chargedError(error: UpstreamError, request: CompletionRequest): UpstreamError {
  const { usage, mayBeBilled, receivedBytes } = error.details;
  if (usage) return error.with({ costNanoUsd: costOf(usage, request.model), costIsBound: false });
  if (!mayBeBilled) return error;
  return error.with({ costNanoUsd: unsaidCost(request, receivedBytes), costIsBound: true });
}

/**
 * The bound of what a call cost whose provider did not say. Before the first byte of an answer the
 * model may have been thinking up to its limit; afterwards each token that it made has a byte.
 */
function unsaidCost({ model, ...asked }: CompletionRequest, receivedBytes: number | undefined) {
  const most = outputTokensBound(asked.options, model);
  const outputTokens = receivedBytes ? Math.min(most, receivedBytes) : most;
  return boundOf({ inputTokens: inputTokensBound(asked, model), outputTokens }, model.price);
}
