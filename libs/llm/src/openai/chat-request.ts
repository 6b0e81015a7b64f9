import type { ChatMessage, ModelSpec, ToolCall } from '#contracts';
import { keyOf } from '../api-key.js';
import type { CompletionRequest } from '../completion.js';
import { outputTokensBound } from '../worst-case.js';

/** OpenAI's newer models know the newer name alone; most other servers the older one alone. */
const NEWER_FIELD_HOSTS = /(^|\.)openai\.com$|(^|\.)openai\.azure\.com$/;

/** What begins thus is for Purser, and no provider's concern. */
const PURSER_METADATA = 'purser_';

/** Where the model's chat completions are. */
export function completionsUrl({
  provider,
  baseUrl,
  upstreamModel,
  apiVersion,
}: Pick<ModelSpec, 'provider' | 'baseUrl' | 'upstreamModel' | 'apiVersion'>): URL {
  const url = new URL(baseUrl);
  const root = url.pathname.replace(/\/+$/, '');
  if (provider === 'azure-openai') {
    url.pathname = `${root}/openai/deployments/${encodeURIComponent(upstreamModel)}/chat/completions`;
    if (apiVersion !== undefined) url.searchParams.set('api-version', apiVersion);
  } else {
    url.pathname = `${root}/chat/completions`;
  }
  return url;
}

/** @throws UpstreamError `missing_key` */
export function authorization(request: CompletionRequest): Record<string, string> {
  const key = keyOf(request);
  if (key === undefined) return {};
  return request.model.provider === 'azure-openai'
    ? { 'api-key': key }
    : { authorization: `Bearer ${key}` };
}

/** The request in OpenAI's words; the bound of the answer is always sent. */
export function bodyOf(request: CompletionRequest, stream: boolean): Record<string, unknown> {
  const { model, messages, options } = request;
  const { max_tokens: _old, max_completion_tokens: _new, ...wishes } = options;
  return {
    ...wishes,
    model: model.upstreamModel,
    messages: messages.map(wireMessage),
    [outputLimitField(model)]: outputTokensBound(options, model),
    ...metadataOf(request),
    ...(stream && { stream: true, stream_options: { include_usage: true } }),
  };
}

function outputLimitField({ outputLimitField: chosen, provider, baseUrl }: ModelSpec): string {
  if (chosen !== undefined) return chosen;
  const isNewer = provider === 'azure-openai' || NEWER_FIELD_HOSTS.test(new URL(baseUrl).hostname);
  return isNewer ? 'max_completion_tokens' : 'max_tokens';
}

function metadataOf({ metadata }: CompletionRequest): { metadata?: Record<string, string> } {
  const passed = Object.entries(metadata).filter(([name]) => !name.startsWith(PURSER_METADATA));
  return passed.length > 0 ? { metadata: Object.fromEntries(passed) } : {};
}

/** Without the fields that clients send back of an answer though they say nothing new. */
function wireMessage(message: ChatMessage): object {
  if (message.role !== 'assistant') return message;
  const { role, content = null, name, refusal, tool_calls: calls } = message;
  return {
    role,
    content,
    ...(name !== undefined && { name }),
    ...(refusal !== undefined && { refusal }),
    ...(calls && { tool_calls: calls.map(wireCall) }),
  };
}

function wireCall({ id, type, function: { name, arguments: json } }: ToolCall): ToolCall {
  return { id, type, function: { name, arguments: json } };
}
