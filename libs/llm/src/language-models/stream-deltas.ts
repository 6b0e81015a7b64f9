import type { LanguageModelV3StreamPart } from '@ai-sdk/provider';
import type { AnswerDelta } from '#contracts';

/** Reads the pieces of an answer from the parts of an AI SDK stream. */
export class StreamDeltas {
  /** The index of each tool call, by its id. */
  private readonly indices = new Map<string, number>();

  /** What the part adds to the answer; undefined for one that adds nothing. */
  of(part: LanguageModelV3StreamPart): AnswerDelta | undefined {
    switch (part.type) {
      case 'text-delta':
        return { content: part.delta };
      case 'tool-input-start':
        return this.begin(part.id, part.toolName, '');
      case 'tool-input-delta':
        return { toolCall: { index: this.indices.get(part.id) ?? 0, arguments: part.delta } };
      case 'tool-call':
        // Told at the end of each call, and only then by a model that does not stream its input.
        if (this.indices.has(part.toolCallId)) return undefined;
        return this.begin(part.toolCallId, part.toolName, part.input);
      default:
        return undefined;
    }
  }

  private begin(id: string, name: string, json: string): AnswerDelta {
    const index = this.indices.size;
    this.indices.set(id, index);
    return { toolCall: { index, id, name, arguments: json } };
  }
}
