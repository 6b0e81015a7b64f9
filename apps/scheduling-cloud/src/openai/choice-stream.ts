import type { AnswerChunk, AnswerDelta, AnswerDetails, FinishReason, ToolCall } from '#contracts';

/** What a piece of a streamed choice adds, in OpenAI's shape. */
export interface ChoiceDelta {
  role?: 'assistant';
  content?: string;
  refusal?: string;
  tool_calls?: ToolCallDelta[];
}

interface ToolCallDelta {
  index: number;
  id?: string;
  type?: 'function';
  function: { name?: string; arguments: string };
}

export interface ChoicePiece {
  delta: ChoiceDelta;
  logprobs?: unknown;
}

/** An answer as the outcome has it, whole. */
export interface WholeAnswer {
  answer: string;
  details: AnswerDetails | null;
  finishReason: FinishReason;
}

/** The answer that was sent began otherwise than the one that is served. */
export class DivergedError extends Error {
  constructor() {
    super('the stream was cut: the answer that is served is another; look at the query');
  }
}

/**
 * One choice of a stream. Pieces come over a channel that may lose them: they are passed on while
 * none is missing, and the rest is made up from the whole answer when that is there.
 */
export class ChoiceStream {
  private next = 0;
  private broken = false;
  private content = '';
  private refusal = '';
  private readonly toolCalls: ToolCall[] = [];

  get begun(): boolean {
    return this.next > 0;
  }

  /** What the client is to be sent of a piece; null if nothing, as one before it is missing. */
  take({ sequence, delta }: AnswerChunk): ChoicePiece | null {
    if (sequence > this.next) this.broken = true;
    if (this.broken || sequence < this.next) return null;
    this.next += 1;
    const { logprobs, ...said } = delta;
    const piece = { delta: this.add(said), ...(logprobs !== undefined && { logprobs }) };
    return isEmpty(piece) ? null : piece;
  }

  /**
   * What is missing of the whole answer; null if nothing is.
   * @throws {DivergedError} if what was sent is not how it begins
   */
  complete({ answer, details }: WholeAnswer): ChoicePiece | null {
    const content = rest(this.content, answer);
    const refusal = rest(this.refusal, details?.refusal ?? '');
    const wanted = details?.toolCalls ?? [];
    if (this.toolCalls.length > wanted.length) throw new DivergedError();
    const toolCalls = wanted.flatMap((call, index) =>
      restOfCall(index, this.toolCalls[index], call),
    );
    const delta: ChoiceDelta = {
      ...this.role(),
      ...(content !== '' && { content }),
      ...(refusal !== '' && { refusal }),
      ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
    };
    this.next += 1;
    return isEmpty({ delta }) ? null : { delta };
  }

  private add({ content, refusal, toolCall }: AnswerDelta): ChoiceDelta {
    const role = this.next === 1 ? { role: 'assistant' as const } : {};
    this.content += content ?? '';
    this.refusal += refusal ?? '';
    return {
      ...role,
      ...(content !== undefined && { content }),
      ...(refusal !== undefined && { refusal }),
      ...(toolCall && { tool_calls: [this.addCall(toolCall)] }),
    };
  }

  private addCall({ index, id, name, arguments: text }: CallPiece): ToolCallDelta {
    const known = this.toolCalls[index];
    if (known) {
      known.function.arguments += text;
      return { index, function: { arguments: text } };
    }
    const call: ToolCall = {
      id: id ?? `call_${index}`,
      type: 'function',
      function: { name: name ?? '', arguments: text },
    };
    this.toolCalls[index] = call;
    return { index, ...call, function: { ...call.function } };
  }

  private role(): ChoiceDelta {
    return this.begun ? {} : { role: 'assistant' };
  }
}

type CallPiece = NonNullable<AnswerDelta['toolCall']>;

function rest(sent: string, whole: string): string {
  if (!whole.startsWith(sent)) throw new DivergedError();
  return whole.slice(sent.length);
}

function restOfCall(index: number, sent: ToolCall | undefined, whole: ToolCall): ToolCallDelta[] {
  if (sent === undefined) return [{ index, ...whole, function: { ...whole.function } }];
  const text = rest(sent.function.arguments, whole.function.arguments);
  return text === '' ? [] : [{ index, function: { arguments: text } }];
}

function isEmpty({ delta, logprobs }: ChoicePiece): boolean {
  return Object.keys(delta).length === 0 && logprobs === undefined;
}
