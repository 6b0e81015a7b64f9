import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as timeOrderedId } from 'uuid';
import { requireTask, type Caller } from '../auth/caller.js';
import { ApiError } from '../http/api-error.js';
import type { Explanation } from '../rounds/round-view.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { Admissions, type Candidate } from './admissions.js';
import { Answers } from './answers.js';
import { Decider } from './decider.js';
import { messagesOf, type QueryRequest } from './query-request.js';
import type { QueryView } from './query-view.js';
import { viewOfAccepted } from './query-views.js';
import { Replica } from './replica.js';

/** What came with the query besides its body. */
export interface SubmitOptions {
  caller: Caller;
  idempotencyKey: string | undefined;
  /** Milliseconds that the client is willing to wait; 0 to be answered at once. */
  waitMs: number;
}

export interface Submitted {
  view: QueryView;
  /** Milliseconds from the request's arrival to its acknowledgement. */
  overheadMs: number;
  decision: { models: readonly string[]; policy: string } | null;
}

/** Takes a query in: decide, admit, and wait as long as the client is willing to. */
@Injectable()
export class SubmitQuery {
  constructor(
    private readonly tasks: TaskRegistry,
    private readonly decider: Decider,
    private readonly admissions: Admissions,
    private readonly answers: Answers,
    private readonly replica: Replica,
  ) {}

  /** @throws {ApiError} for an unknown task, a key that was used for another query, and an outage */
  async submit(request: QueryRequest, options: SubmitOptions): Promise<Submitted> {
    const arrived = performance.now();
    const candidate = this.candidate(request, options);
    const { waiters } = this.replica;
    // Listening begins before the query can be answered, so that no word of it is missed.
    if (options.waitMs > 0) waiters.begin(candidate.id);
    try {
      const admitted = await this.admissions.admit(candidate);
      const overheadMs = performance.now() - arrived;
      if (admitted !== 'admitted') {
        return {
          view: await this.earlier(candidate, admitted, options),
          overheadMs,
          decision: null,
        };
      }
      const { combination: models, policy } = candidate.round;
      const left = options.waitMs - overheadMs;
      const view = left > 0 ? await this.answers.await(candidate, left) : viewOfAccepted(candidate);
      return { view, overheadMs, decision: { models, policy } };
    } finally {
      waiters.close(candidate.id);
    }
  }

  private candidate(request: QueryRequest, options: SubmitOptions): Candidate {
    requireTask(options.caller, request.task);
    const task = this.tasks.accepting(request.task);
    const messages = messagesOf(request);
    const { round, seed, decision } = this.decider.decide(task, messages);
    const { combination, propensity, ...reasons } = decision;
    const { rewardModel, size, budgetNano } = task;
    const explanation: Explanation = { rewardModel, size, budgetNano, ...reasons };
    const createdAt = new Date();
    return {
      id: timeOrderedId(),
      task: task.name,
      messages,
      options: {},
      reference: request.reference ?? null,
      metadata: request.metadata,
      ratingCredit: task.ratingCredit,
      createdAt,
      deadlineAt: new Date(createdAt.getTime() + task.deadlineMs),
      idempotency: idempotencyOf(request, options.idempotencyKey),
      replyTo: options.waitMs > 0 ? this.replica.topic : null,
      stream: null,
      round: {
        policy: task.policyName,
        round,
        seed,
        combination,
        propensity,
        expectedCostNano: decision.expectedCostNano,
        explanation,
      },
    };
  }

  private async earlier(
    { idempotency }: Candidate,
    earlier: { queryId: string; bodyHash: string },
    { waitMs }: SubmitOptions,
  ): Promise<QueryView> {
    if (earlier.bodyHash !== idempotency?.bodyHash) {
      throw new ApiError(
        409,
        'idempotency_key_reused',
        'this Idempotency-Key was used for another query: use a new key for a new query',
        'Idempotency-Key',
      );
    }
    return this.answers.poll(earlier.queryId, waitMs);
  }
}

const LONGEST_KEY = 255;

function idempotencyOf(
  request: QueryRequest,
  key: string | undefined,
): { key: string; bodyHash: string } | null {
  if (key === undefined) return null;
  if (key.length === 0 || key.length > LONGEST_KEY) {
    throw new ApiError(
      400,
      'invalid_request',
      `Idempotency-Key must have 1 to ${LONGEST_KEY} characters`,
      'Idempotency-Key',
    );
  }
  return { key, bodyHash: createHash('sha256').update(JSON.stringify(request)).digest('hex') };
}
