import {
  chatOptions,
  type ChatMessage,
  type ChatOptions,
  type ModelSpec,
  type Provider,
} from '#contracts';

/** What OpenAI's own API takes besides, without a price of its own. */
const OPENAI_EXTRAS = ['store', 'prompt_cache_key', 'safety_identifier'];

const COMMON = [
  'temperature',
  'top_p',
  'max_tokens',
  'max_completion_tokens',
  'n',
  'stop',
  'tools',
  'tool_choice',
  'response_format',
];

const HONOURED: Record<Provider, ReadonlySet<string>> = {
  'openai-compatible': new Set([...Object.keys(chatOptions.shape), ...OPENAI_EXTRAS]),
  'azure-openai': new Set([...Object.keys(chatOptions.shape), ...OPENAI_EXTRAS]),
  anthropic: new Set([...COMMON, 'parallel_tool_calls', 'user']),
  google: new Set([...COMMON, 'seed', 'presence_penalty', 'frequency_penalty']),
};

/** Values that ask for nothing, and so are honoured by every model. */
const ASK_FOR_NOTHING: ChatOptions = {
  logprobs: false,
  top_logprobs: 0,
  parallel_tool_calls: true,
  presence_penalty: 0,
  frequency_penalty: 0,
};

type SupportOf = Pick<ModelSpec, 'provider' | 'passOptions'>;

/**
 * The options of a request that a model can't honour, by name; none of them is ever dropped in
 * silence. An option that Purser does not know could change what a call costs, so it passes only
 * where the model's `passOptions` name it.
 */
export function unsupportedOptions(
  { provider, passOptions = [] }: SupportOf,
  options: ChatOptions,
): string[] {
  const refused = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || value === ASK_FOR_NOTHING[name]) return [];
    return HONOURED[provider].has(name) || passOptions.includes(name) ? [] : [name];
  });
  return provider === 'anthropic' ? [...refused, ...beyondAnthropic(options)] : refused;
}

/** Anthropic's temperatures end at 1; it takes either of the two, and no JSON without a schema. */
function beyondAnthropic({ temperature, top_p, response_format }: ChatOptions): string[] {
  const schemaless =
    response_format?.type === 'json_object' ||
    (response_format?.type === 'json_schema' && !response_format.json_schema.schema);
  return [
    ...(temperature !== undefined && temperature > 1 ? ['temperature'] : []),
    ...(temperature !== undefined && top_p !== undefined ? ['top_p'] : []),
    ...(schemaless ? ['response_format'] : []),
  ];
}

/** What of a conversation a model can't be given, by name; empty if it can be given all of it. */
export function unsupportedContent(
  { provider, maxImageTokens }: Pick<ModelSpec, 'provider' | 'maxImageTokens'>,
  messages: readonly ChatMessage[],
): string[] {
  const refused = new Set<string>();
  const images = messages.flatMap(imagesOf);
  if (images.length > 0 && maxImageTokens === undefined) refused.add('image_url');
  if (provider === 'anthropic' || provider === 'google') {
    if (provider === 'google' && images.some((url) => !url.startsWith('data:'))) {
      refused.add('image_url by address');
    }
    for (const each of messages) if ('name' in each && each.name) refused.add('messages.name');
    if (hasLateSystem(messages)) refused.add('a system message after other messages');
    if (hasStrayResult(messages)) refused.add('a tool message without its tool call');
    if (hasUnreadableCall(messages)) refused.add('tool_calls whose arguments are not JSON');
  }
  return [...refused];
}

function imagesOf({ content }: ChatMessage): string[] {
  if (typeof content === 'string' || !content) return [];
  return content.flatMap((part) => (part.type === 'image_url' ? [part.image_url.url] : []));
}

function isSystem({ role }: ChatMessage): boolean {
  return role === 'system' || role === 'developer';
}

function hasLateSystem(messages: readonly ChatMessage[]): boolean {
  const first = messages.findIndex((each) => !isSystem(each));
  return first !== -1 && messages.slice(first).some(isSystem);
}

function callsOf(message: ChatMessage) {
  return (message.role === 'assistant' && message.tool_calls) || [];
}

function hasStrayResult(messages: readonly ChatMessage[]): boolean {
  const known = new Set(messages.flatMap(callsOf).map(({ id }) => id));
  return messages.some((each) => each.role === 'tool' && !known.has(each.tool_call_id));
}

function hasUnreadableCall(messages: readonly ChatMessage[]): boolean {
  return messages.flatMap(callsOf).some((call) => !isJsonObject(call.function.arguments));
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
