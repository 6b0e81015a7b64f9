import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { QueryOutcome } from '#contracts';
import { messagesOf, packReplies, parseReply } from './replies.js';

function outcome(answer: string): QueryOutcome {
  const call = {
    model: 'small',
    status: 'succeeded' as const,
    answer,
    details: null,
    finishReason: 'stop' as const,
    score: 1,
    costNanoUsd: 5,
    costIsBound: false,
    inputTokens: 1,
    cachedInputTokens: 0,
    outputTokens: 1,
    reasoningTokens: 0,
    startedAt: 1,
    latencyMs: 1,
    attempts: 1,
    lostAttempts: 0,
    isFallback: false,
    error: null,
  };
  return {
    queryId: randomUUID(),
    task: 'qa',
    status: 'answered',
    servedModel: 'small',
    calls: [call],
    error: null,
    finishedAt: 1,
    replyTo: null,
  };
}

describe('packed replies', () => {
  it('carry every outcome once, in messages within the limit', () => {
    const outcomes = Array.from({ length: 100 }, (_, index) => outcome('é'.repeat(index)));
    const messages = packReplies(
      outcomes.map((each) => ({ kind: 'outcomes', outcomes: [each] })),
      2_000,
    );
    for (const message of messages) expect(Buffer.byteLength(message)).toBeLessThanOrEqual(2_000);
    const received = messages.map(parseReply);
    expect(received.flatMap((reply) => (reply.kind === 'outcomes' ? reply.outcomes : []))).toEqual(
      outcomes,
    );
    expect(messages.length).toBeLessThan(50);
  });

  it('leave out an outcome that is too large for any message', () => {
    const [large, small] = [outcome('x'.repeat(10_000)), outcome('y')];
    const [message, ...rest] = packReplies([{ kind: 'outcomes', outcomes: [large, small] }], 2_000);
    expect(rest).toEqual([]);
    expect(parseReply(message!)).toEqual({ kind: 'outcomes', outcomes: [small] });
  });

  it('keep topics and kinds apart', () => {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    const messages = messagesOf(
      [
        { topic: 'a', message: { kind: 'settled', queryIds: [ids[0]!] } },
        { topic: 'b', message: { kind: 'settled', queryIds: [ids[1]!] } },
        { topic: 'a', message: { kind: 'settled', queryIds: [ids[2]!] } },
      ],
      2_000,
    );
    expect(messages.map(({ topic, text }) => [topic, parseReply(text)])).toEqual([
      ['a', { kind: 'settled', queryIds: [ids[0], ids[2]] }],
      ['b', { kind: 'settled', queryIds: [ids[1]] }],
    ]);
  });
});
