import type {
  LanguageModelV3CallOptions,
  LanguageModelV3FunctionTool,
  LanguageModelV3ToolChoice,
} from '@ai-sdk/provider';
import type { ChatOptions, ModelSpec, Tool } from '#contracts';
import type { CompletionRequest } from '../completion.js';
import { outputTokensBound } from '../worst-case.js';
import { promptOf } from './prompt.js';

type CallOptions = Omit<LanguageModelV3CallOptions, 'abortSignal' | 'headers'>;

/** A request in the words of the AI SDK's language models. */
export function callOptionsOf({ model, messages, options }: CompletionRequest): CallOptions {
  const { stop } = options;
  return {
    prompt: promptOf(messages),
    maxOutputTokens: outputTokensBound(options, model),
    ...(options.temperature !== undefined && { temperature: options.temperature }),
    ...(options.top_p !== undefined && { topP: options.top_p }),
    ...(stop !== undefined && { stopSequences: typeof stop === 'string' ? [stop] : stop }),
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.presence_penalty && { presencePenalty: options.presence_penalty }),
    ...(options.frequency_penalty && { frequencyPenalty: options.frequency_penalty }),
    ...(options.tools && { tools: options.tools.map(toolOf) }),
    ...(options.tool_choice && { toolChoice: toolChoiceOf(options.tool_choice) }),
    ...responseFormatOf(options),
    ...providerOptionsOf(model, options),
  };
}

type JsonSchema = LanguageModelV3FunctionTool['inputSchema'];

function toolOf({ function: { name, description, parameters, strict } }: Tool) {
  return {
    type: 'function',
    name,
    ...(description !== undefined && { description }),
    inputSchema: (parameters ?? { type: 'object', properties: {} }) as JsonSchema,
    ...(typeof strict === 'boolean' && { strict }),
  } as const;
}

function toolChoiceOf(choice: NonNullable<ChatOptions['tool_choice']>): LanguageModelV3ToolChoice {
  return typeof choice === 'string'
    ? { type: choice }
    : { type: 'tool', toolName: choice.function.name };
}

function responseFormatOf({
  response_format: format,
}: ChatOptions): Pick<CallOptions, 'responseFormat'> {
  if (format === undefined || format.type === 'text') return {};
  if (format.type === 'json_object') return { responseFormat: { type: 'json' } };
  const { name, description, schema } = format.json_schema;
  return {
    responseFormat: {
      type: 'json',
      name,
      ...(description !== undefined && { description }),
      ...(schema && { schema: schema }),
    },
  };
}

function providerOptionsOf(
  { provider }: ModelSpec,
  { parallel_tool_calls, user }: ChatOptions,
): Pick<CallOptions, 'providerOptions'> {
  if (provider !== 'anthropic') return {};
  const anthropic = {
    ...(parallel_tool_calls === false && { disableParallelToolUse: true }),
    ...(user !== undefined && { metadata: { userId: user } }),
  };
  return Object.keys(anthropic).length > 0 ? { providerOptions: { anthropic } } : {};
}
