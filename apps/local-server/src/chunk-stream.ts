import type { AnswerChunk, AnswerDelta, FinishReason } from '#contracts';

/** Milliseconds for which pieces gather; the first one is never held back. */
const GATHER_MS = 5;

/** Characters of one piece: with JSON's escapes still under the 8,000 bytes of a NOTIFY. */
const PIECE = /[\s\S]{1,1000}/gu;

/** Sends the pieces of one call's answer to the replica that waits for it, numbered from 0. */
export class ChunkStream {
  private sequence = 0;
  private pending: AnswerDelta | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly head: Pick<AnswerChunk, 'queryId' | 'position' | 'model'>,
    private readonly publish: (chunk: AnswerChunk) => void,
  ) {}

  /** Whether anything was sent: then the answer can't be another's any more. */
  get hasBegun(): boolean {
    return this.sequence > 0;
  }

  readonly tell = (delta: AnswerDelta): void => {
    if (!this.hasBegun) {
      this.send(delta);
      return;
    }
    const merged = this.pending && mergedText(this.pending, delta);
    if (!merged) this.flush();
    this.pending = merged ?? delta;
    this.timer ??= setTimeout(() => this.flush(), GATHER_MS);
  };

  /** Sends what is held back and, for an answer that is whole, the end. */
  end(finishReason: FinishReason | null): void {
    this.flush();
    if (finishReason === null) return;
    this.publish({ ...this.head, sequence: this.sequence++, delta: {}, finishReason });
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { pending } = this;
    this.pending = undefined;
    if (pending) this.send(pending);
  }

  private send(delta: AnswerDelta): void {
    for (const piece of piecesOf(delta)) {
      this.publish({ ...this.head, sequence: this.sequence++, delta: piece });
    }
  }
}

/** Two pieces of text as one; undefined if one of them is more than text. */
function mergedText(one: AnswerDelta, other: AnswerDelta): AnswerDelta | undefined {
  const isText = ({ content, ...rest }: AnswerDelta): boolean =>
    content !== undefined && Object.keys(rest).length === 0;
  if (!isText(one) || !isText(other)) return undefined;
  return { content: (one.content ?? '') + (other.content ?? '') };
}

function piecesOf(delta: AnswerDelta): AnswerDelta[] {
  const { content, toolCall, ...rest } = delta;
  const texts = (content?.match(PIECE) ?? []).map((piece): AnswerDelta => ({ content: piece }));
  const [head = '', ...tail] = toolCall?.arguments.match(PIECE) ?? [];
  const calls: AnswerDelta[] = toolCall
    ? [
        { toolCall: { ...toolCall, arguments: head } },
        ...tail.map((piece) => ({ toolCall: { index: toolCall.index, arguments: piece } })),
      ]
    : [];
  return [...(Object.keys(rest).length > 0 ? [rest] : []), ...texts, ...calls];
}
