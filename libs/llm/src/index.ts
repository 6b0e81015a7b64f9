export { JsonPoster, type Post, type PostReply } from './json-poster.js';
export { LlmClient, type Completion, type CompletionRequest } from './llm-client.js';
export { isSuccess, refusal, type RefusalContext } from './refusal.js';
export {
  UpstreamError,
  type UpstreamErrorCode,
  type UpstreamErrorDetails,
} from './upstream-error.js';
