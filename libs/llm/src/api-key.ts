import { UpstreamError } from './upstream-error.js';
import type { CompletionRequest } from './completion.js';

/** What a header may carry: printable ASCII without white space. */
const HEADER_SAFE = /^[\x21-\x7e]+$/;

/**
 * The key to send; undefined for a model that needs none.
 * @throws UpstreamError `missing_key`, which names the variable to set
 */
export function keyOf({ model, apiKey }: CompletionRequest): string | undefined {
  if (model.apiKeyEnv === undefined) return undefined;
  if (apiKey && HEADER_SAFE.test(apiKey)) return apiKey;
  throw new UpstreamError(
    'missing_key',
    `no usable key for ${model.upstreamModel}: set ${model.apiKeyEnv} in the local-server's environment`,
  );
}
