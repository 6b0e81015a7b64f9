import { Injectable } from '@nestjs/common';
import { v7 as timeOrderedId } from 'uuid';
import type { ChatOptions } from '#contracts';
import { ApiError } from '../http/api-error.js';
import { leastWorstCase } from '../money/affordable.js';
import { dollars } from '../money/dollars.js';
import type { Alternatives } from '../money/reservations.js';
import { WorstCases } from '../money/worst-cases.js';
import type { Explanation } from '../rounds/round-view.js';
import type { Task } from '../tasks/task.js';
import type { Candidate } from './admissions.js';
import { Chooser } from './chooser.js';
import type { RoundDecision } from './decider.js';
import { messagesOf, type QueryRequest } from './query-request.js';
import { wishesOf } from './wishes.js';

/** What of a query does not come from its body. */
export type QuoteTerms = Pick<
  Candidate,
  'keyId' | 'idempotency' | 'options' | 'replyTo' | 'stream'
>;

/** Finds what a query may be answered by, and what that can cost at worst. */
@Injectable()
export class Quotes {
  constructor(private readonly chooser: Chooser) {}

  /** @throws {ApiError} 400 for wishes that nothing fulfils */
  of(request: QueryRequest, task: Task, terms: QuoteTerms): Alternatives {
    const wishes = wishesOf(request.metadata, task);
    const messages = messagesOf(request);
    const worst = new WorstCases(task, { messages, options: terms.options as ChatOptions });
    const createdAt = new Date();
    const query = {
      ...terms,
      id: timeOrderedId(),
      task: task.name,
      messages,
      reference: request.reference ?? null,
      metadata: request.metadata,
      labels: wishes.labels,
      ratingCredit: task.ratingCredit,
      createdAt,
      deadlineAt: new Date(createdAt.getTime() + task.deadlineMs),
    };
    const within = (maxNano: number | undefined): Candidate | undefined => {
      const chosen = this.chooser.choose(task, messages, worst, { ...wishes, maxNano });
      if (chosen === undefined) return undefined;
      const reservedNano = worst.ofAll(chosen.decision.combination);
      return { ...query, reservedNano, round: roundOf(task, chosen, maxNano) };
    };
    const leastNano = () => leastWorstCase(task, (model) => worst.of(model), wishes.exclude);
    const first = within(wishes.maxNano);
    if (first === undefined) throw tooDear(task, leastNano());
    return {
      first,
      within: (nano) => within(Math.min(nano, wishes.maxNano ?? nano)),
      leastNano,
    };
  }
}

function roundOf(
  task: Task,
  { round, seed, decision }: RoundDecision,
  maxNano: number | undefined,
): Candidate['round'] {
  const { combination, propensity, ...reasons } = decision;
  const { rewardModel, size, budgetNano } = task;
  const within = maxNano === undefined ? {} : { withinNano: maxNano };
  const explanation: Explanation = { rewardModel, size, budgetNano, ...within, ...reasons };
  return {
    policy: task.policyName,
    round,
    seed,
    combination,
    propensity,
    expectedCostNano: decision.expectedCostNano,
    explanation,
  };
}

function tooDear(task: Task, leastNano: number): ApiError {
  return new ApiError(
    400,
    'max_cost_too_low',
    `no combination of task ${task.name} is certain to cost less for this query; the cheapest can cost ${dollars(leastNano)}: raise purser_max_cost_usd, or send less text`,
    'metadata.purser_max_cost_usd',
  );
}
