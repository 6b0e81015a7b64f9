import type { AnswerChunk, FinishReason } from '#contracts';
import type { ChatRound, ChatUsage } from './chat-completion.js';
import {
  ChoiceStream,
  DivergedError,
  type ChoiceDelta,
  type ChoicePiece,
  type WholeAnswer,
} from './choice-stream.js';

/** One event of a stream, in OpenAI's shape. */
export interface CompletionChunk {
  id: string;
  object: 'chat.completion.chunk';
  created: number;
  model: string;
  choices: {
    index: number;
    delta: ChoiceDelta;
    logprobs: unknown;
    finish_reason: FinishReason | null;
  }[];
  usage?: ChatUsage | null;
  purser?: ChatRound;
}

/** What all events of a stream say. */
export interface StreamHead {
  id: string;
  created: number;
  model: string;
  includeUsage: boolean;
}

/** A served answer, at its position in the combination. */
export interface ServedAnswer extends WholeAnswer {
  position: number;
}

/**
 * The events of a query's stream. A cascade has one choice, of whichever call is served; where all
 * models are asked at once, each has a choice of its own, with its position as the index.
 */
export class CompletionStream {
  private readonly choices = new Map<number, ChoiceStream>();
  private adopted = 0;

  constructor(
    private readonly head: StreamHead,
    private readonly cascade: boolean,
  ) {}

  /** The events that a piece makes: none if one before it is missing, or another call is served. */
  take(chunk: AnswerChunk): CompletionChunk[] {
    const choice = this.choiceOf(chunk.position);
    if (choice === undefined) return [];
    const piece = choice.take(chunk);
    return piece === null ? [] : [this.event(this.indexOf(chunk.position), piece, null)];
  }

  /**
   * The last events: what is missing of the answers, why they ended and, where it was asked for, the
   * usage. The very last one has what OpenAI's shape has no place for.
   * @throws {DivergedError} if what was sent is not how they begin
   */
  end(answers: readonly ServedAnswer[], usage: ChatUsage, purser: ChatRound): CompletionChunk[] {
    const ends = this.ends(answers);
    if (this.head.includeUsage) return [...ends, { ...this.frame(), choices: [], usage, purser }];
    return ends.map((event, at) => (at === ends.length - 1 ? { ...event, purser } : event));
  }

  private ends(answers: readonly ServedAnswer[]): CompletionChunk[] {
    return answers.flatMap((answer) => {
      const choice = this.choiceOf(answer.position);
      if (choice === undefined) throw new DivergedError();
      const index = this.indexOf(answer.position);
      const missing = choice.complete(answer);
      return [
        ...(missing === null ? [] : [this.event(index, missing, null)]),
        this.event(index, { delta: {} }, answer.finishReason),
      ];
    });
  }

  private choiceOf(position: number): ChoiceStream | undefined {
    if (!this.cascade) return this.kept(position);
    if (position === this.adopted) return this.kept(position);
    // The call before failed before it said a word: the next one speaks.
    if (this.choices.get(this.adopted)?.begun) return undefined;
    this.adopted = position;
    return this.kept(position);
  }

  private kept(position: number): ChoiceStream {
    const known = this.choices.get(position) ?? new ChoiceStream();
    this.choices.set(position, known);
    return known;
  }

  private indexOf(position: number): number {
    return this.cascade ? 0 : position;
  }

  private event(index: number, piece: ChoicePiece, finish: FinishReason | null): CompletionChunk {
    const { delta, logprobs } = piece;
    return {
      ...this.frame(),
      choices: [{ index, delta, logprobs: logprobs ?? null, finish_reason: finish }],
      ...(this.head.includeUsage && { usage: null }),
    };
  }

  private frame(): Omit<CompletionChunk, 'choices'> {
    const { id, created, model } = this.head;
    return { id, object: 'chat.completion.chunk', created, model };
  }
}
