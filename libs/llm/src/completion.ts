import type {
  AnswerDelta,
  AnswerDetails,
  ChatMessage,
  ChatOptions,
  FinishReason,
  Metadata,
  ModelSpec,
} from '#contracts';
import type { Usage } from './usage.js';

export interface CompletionRequest {
  model: ModelSpec;
  /** The provider's key; undefined where there is none. */
  apiKey: string | undefined;
  messages: readonly ChatMessage[];
  options: ChatOptions;
  metadata: Metadata;
  /** Milliseconds from the request to the last byte of the answer. */
  timeoutMs: number;
  /** Ends the call; what it used until then is charged. */
  signal?: AbortSignal | undefined;
}

/** An answer as its provider gave it, in one shape for all providers. */
export interface ProviderAnswer {
  /** Empty if the model said nothing. */
  answer: string;
  details: AnswerDetails | null;
  finishReason: FinishReason | null;
  /** Undefined where the provider did not say. */
  usage: Usage | undefined;
}

/** An answer with what it cost. The tokens are null where the provider did not say. */
export interface Completion extends Omit<ProviderAnswer, 'usage'> {
  inputTokens: number | null;
  cachedInputTokens: number | null;
  outputTokens: number | null;
  reasoningTokens: number | null;
  costNanoUsd: number;
  /** Whether the cost is an upper bound, since the provider did not say what was used. */
  costIsBound: boolean;
  /** Milliseconds from the request to the last byte of the answer. */
  latencyMs: number;
}

/** Hears of each piece of an answer as it is made. */
export type OnDelta = (delta: AnswerDelta) => void;

/** How models of one kind of provider are asked. */
export interface ProviderClient {
  /** @throws UpstreamError, always */
  complete(request: CompletionRequest): Promise<ProviderAnswer>;
  /** The same, with the pieces told as they come. @throws UpstreamError, always */
  stream(request: CompletionRequest, onDelta: OnDelta): Promise<ProviderAnswer>;
}
