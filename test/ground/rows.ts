import { randomUUID } from 'node:crypto';
import type { Admission, ObservedCall, ObservedOutcome, Rating } from '#storage';

export function admission(over: Partial<Admission> = {}): Admission {
  return {
    id: randomUUID(),
    task: 'qa',
    messages: [{ role: 'user', content: 'What is 6 × 7?' }],
    options: {},
    reference: '42',
    metadata: {},
    ratingCredit: 'served',
    keyId: null,
    labels: null,
    reservedNano: 20_000,
    windowIds: [],
    pack: randomUUID(),
    createdAt: new Date(),
    deadlineAt: new Date(Date.now() + 60_000),
    idempotency: null,
    round: {
      policy: 'c2mab-v',
      round: 1,
      seed: 7,
      combination: ['small', 'large'],
      propensity: 0.25,
      expectedCostNano: 1_000,
      explanation: {},
    },
    ...over,
  };
}

export function call(model: string, over: Partial<ObservedCall> = {}): ObservedCall {
  return {
    model,
    status: 'succeeded',
    answer: '42',
    details: null,
    finishReason: 'stop',
    scoreMicro: null,
    costNano: 700,
    costIsBound: false,
    inputTokens: 10,
    cachedInputTokens: 0,
    outputTokens: 2,
    reasoningTokens: 0,
    startedAt: new Date(),
    latencyMs: 12.5,
    attempts: 1,
    price: null,
    lostAttempts: 0,
    isFallback: false,
    error: null,
    ...over,
  };
}

export function outcome(queryId: string, calls: ObservedCall[]): ObservedOutcome {
  return {
    queryId,
    status: 'answered',
    servedModel: calls.at(-1)?.model ?? null,
    calls,
    inTurn: true,
    turn: 0,
    driven: null,
    epochRounds: null,
    successAtMicro: null,
    error: null,
    finishedAt: new Date(),
  };
}

export function rating(queryId: string, scoreMicro: number, over: Partial<Rating> = {}): Rating {
  return {
    feedbackId: randomUUID(),
    queryId,
    model: null,
    source: 'user',
    scoreMicro,
    comment: null,
    tags: {},
    receivedAt: new Date(),
    receipt: null,
    ...over,
  };
}
