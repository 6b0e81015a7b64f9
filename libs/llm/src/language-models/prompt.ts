import type {
  LanguageModelV3FilePart,
  LanguageModelV3Message,
  LanguageModelV3Prompt,
  LanguageModelV3TextPart,
} from '@ai-sdk/provider';
import { textOf, type ChatMessage, type ContentPart } from '#contracts';
import { parsed } from '../json-poster.js';

/** A conversation in the words of the AI SDK's language models. */
export function promptOf(messages: readonly ChatMessage[]): LanguageModelV3Prompt {
  const toolNames = new Map(
    messages.flatMap((message) =>
      message.role === 'assistant'
        ? (message.tool_calls ?? []).map((call) => [call.id, call.function.name] as const)
        : [],
    ),
  );
  return messages.map((message) => wordsOf(message, toolNames));
}

function wordsOf(
  message: ChatMessage,
  toolNames: ReadonlyMap<string, string>,
): LanguageModelV3Message {
  switch (message.role) {
    case 'system':
    case 'developer':
      return { role: 'system', content: textOf(message) };
    case 'user':
      return { role: 'user', content: partsOf(message.content) };
    case 'assistant':
      return assistantOf(message);
    case 'tool': {
      const { tool_call_id: toolCallId } = message;
      const toolName = toolNames.get(toolCallId) ?? toolCallId;
      const output = { type: 'text', value: textOf(message) } as const;
      return { role: 'tool', content: [{ type: 'tool-result', toolCallId, toolName, output }] };
    }
  }
}

function assistantOf(message: Extract<ChatMessage, { role: 'assistant' }>): LanguageModelV3Message {
  const text = textOf({ content: message.content }) || (message.refusal ?? '');
  const calls = (message.tool_calls ?? []).map(
    ({ id, function: { name, arguments: json } }) =>
      ({ type: 'tool-call', toolCallId: id, toolName: name, input: parsed(json) }) as const,
  );
  return {
    role: 'assistant',
    content: [...(text ? [{ type: 'text', text } as const] : []), ...calls],
  };
}

function partsOf(
  content: string | readonly ContentPart[],
): (LanguageModelV3TextPart | LanguageModelV3FilePart)[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return content.map((part) =>
    part.type === 'text' ? { type: 'text', text: part.text } : imageOf(part.image_url.url),
  );
}

const DATA_URL = /^data:([^;,]+);base64,(.*)$/s;

function imageOf(url: string): LanguageModelV3FilePart {
  const [, mediaType, data] = DATA_URL.exec(url) ?? [];
  return mediaType !== undefined && data !== undefined
    ? { type: 'file', mediaType, data }
    : { type: 'file', mediaType: 'image/*', data: new URL(url) };
}
