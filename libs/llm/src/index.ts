export { AnswerAssembly } from './answer-assembly.js';
export type { Completion, CompletionRequest, OnDelta } from './completion.js';
export { JsonPoster, type Post, type PostReply } from './json-poster.js';
export { LlmClient } from './llm-client.js';
export { parsePriceMap, PriceMapError, type ListedModel } from './price-map.js';
export { isSuccess, refusal, type RefusalContext } from './refusal.js';
export { unsupportedContent, unsupportedOptions } from './support.js';
export {
  UpstreamError,
  type UpstreamErrorCode,
  type UpstreamErrorDetails,
} from './upstream-error.js';
export { inputTokensBound, outputTokensBound, worstCaseNano, type Asked } from './worst-case.js';
