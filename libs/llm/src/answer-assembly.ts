import type { AnswerDelta, AnswerDetails, ToolCall } from '#contracts';
import { storableText } from './storable-text.js';

/** Puts an answer together from the pieces of a stream. */
export class AnswerAssembly {
  private content = '';
  private refusal = '';
  private readonly calls = new Map<number, ToolCall>();
  private readonly logprobs: unknown[] = [];

  add({ content, refusal, toolCall, logprobs }: AnswerDelta): void {
    this.content += content ?? '';
    this.refusal += refusal ?? '';
    if (toolCall) this.addToCall(toolCall);
    if (logprobs !== undefined) this.logprobs.push(logprobs);
  }

  /** Bytes of all that the model said: no fewer than its tokens. */
  get bytes(): number {
    const { answer, details } = this.answer();
    return Buffer.byteLength(answer) + (details ? Buffer.byteLength(JSON.stringify(details)) : 0);
  }

  answer(): { answer: string; details: AnswerDetails | null } {
    const details: AnswerDetails = {
      ...(this.refusal && { refusal: storableText(this.refusal) }),
      ...(this.calls.size > 0 && { toolCalls: [...this.calls.values()].map(storableCall) }),
      ...(this.logprobs.length > 0 && { logprobs: joined(this.logprobs) }),
    };
    return {
      answer: storableText(this.content),
      details: Object.keys(details).length > 0 ? details : null,
    };
  }

  private addToCall({ index, id, name, arguments: piece }: NonNullable<AnswerDelta['toolCall']>) {
    const call = this.calls.get(index);
    if (call) call.function.arguments += piece;
    else {
      this.calls.set(index, {
        id: id ?? `call_${index}`,
        type: 'function',
        function: { name: name ?? '', arguments: piece },
      });
    }
  }
}

/** A tool call that every store can hold. */
export function storableCall({
  id,
  type,
  function: { name, arguments: json },
}: ToolCall): ToolCall {
  return {
    id: storableText(id),
    type,
    function: { name: storableText(name), arguments: storableText(json) },
  };
}

/** OpenAI's logprobs come in pieces of `{content: […], refusal: […]}`. */
function joined(pieces: readonly unknown[]): NonNullable<AnswerDetails['logprobs']> {
  const whole: Record<string, unknown[]> = {};
  for (const piece of pieces) {
    for (const [key, list] of Object.entries((piece ?? {}) as Record<string, unknown>)) {
      if (Array.isArray(list)) (whole[key] ??= []).push(...(list as unknown[]));
    }
  }
  return whole as NonNullable<AnswerDetails['logprobs']>;
}
