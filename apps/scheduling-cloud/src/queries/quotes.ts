import { Injectable } from '@nestjs/common';
import { v7 as timeOrderedId } from 'uuid';
import { ApiError } from '../http/api-error.js';
import { leastWorstCase } from '../money/affordable.js';
import { dollars } from '../money/dollars.js';
import { Labels } from '../money/labels.js';
import type { Alternatives } from '../money/reservations.js';
import { WorstCases } from '../money/worst-cases.js';
import { sameChoice } from '#evaluation';
import type { Explanation } from '../rounds/round-view.js';
import type { Task } from '../tasks/task.js';
import type { Candidate } from './admissions.js';
import { Chooser } from './chooser.js';
import type { ModelId } from '#bandit';
import type { RoundDecision } from './decider.js';
import { Embeddings } from './embeddings.js';
import { modelsUnfitFor } from './honours.js';
import { messagesOf, type QueryRequest } from './query-request.js';
import { hearsByLabel } from '../votes/estimate-terms.js';
import { voteTermsOf } from '../votes/vote-terms.js';
import { SESSION_POLICY, Sessions } from './sessions.js';
import { wishesOf } from './wishes.js';

/** The policy that a round is said to have whose models a plan chose. */
const PLAN_POLICY = 'plan';

/** What of a query does not come from its body. */
export type QuoteTerms = Pick<Candidate, 'keyId' | 'idempotency' | 'replyTo' | 'stream'>;

/** Finds what a query may be answered by, and what that can cost at worst. */
@Injectable()
export class Quotes {
  constructor(
    private readonly chooser: Chooser,
    private readonly sessions: Sessions,
    private readonly embeddings: Embeddings,
    private readonly labels: Labels,
  ) {}

  /**
   * @param planned models that a plan gives the query to, asked unless they fail or break a limit
   * @throws {ApiError} 400 for wishes that nothing fulfils
   */
  async of(
    request: QueryRequest,
    task: Task,
    terms: QuoteTerms,
    planned?: readonly ModelId[],
  ): Promise<Alternatives> {
    const kept = planned ?? (await this.sessions.modelsOf(task, request.metadata, terms.keyId));
    const wishes = wishesOf(request.metadata, task);
    const messages = messagesOf(request);
    const { options } = request;
    requireLabel(request, task);
    const vector = await this.embeddings.of(task, messages, request.vector);
    const seen = { messages, vector };
    const asks = { messages, options };
    const exclude = [...wishes.exclude, ...modelsUnfitFor(asks, task, wishes.exclude)];
    const reference = request.reference ?? null;
    const worst = new WorstCases(task, { ...asks, reference });
    const createdAt = new Date();
    const query = {
      ...terms,
      id: timeOrderedId(),
      task: task.name,
      messages,
      options,
      reference,
      metadata: request.metadata,
      labels: await this.labels.kept(task.name, wishes.labels),
      ratingCredit: task.ratingCredit,
      createdAt,
      deadlineAt: new Date(createdAt.getTime() + task.deadlineMs),
    };
    const within = (maxNano: number | undefined): Candidate | undefined => {
      const limits = { exclude, maxNano };
      const own =
        kept && this.chooser[planned ? 'assign' : 'keep'](task, kept, seen, worst, limits);
      const chosen = own ?? this.chooser.choose(task, seen, worst, limits);
      if (chosen === undefined) return undefined;
      const reservedNano = worst.ofAll(chosen.decision.combination);
      const keptBy = planned ? PLAN_POLICY : SESSION_POLICY;
      const policy = own ? keptBy : task.policyName;
      return { ...query, reservedNano, round: { policy, ...roundOf(task, chosen, maxNano) } };
    };
    const leastNano = () =>
      leastWorstCase(task, (model) => worst.added(model), exclude) + worst.besidesNano;
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
  { round, seed, decision, estimates }: RoundDecision,
  maxNano: number | undefined,
): Omit<Candidate['round'], 'policy'> {
  const { combination, propensity, ...reasons } = decision;
  const { rewardModel, size, budgetNano, rules, labels } = task;
  const within = maxNano === undefined ? {} : { withinNano: maxNano };
  const terms = { rewardModel, size, budgetNano, ...(rules && { rules }) };
  const family = 'foreseen' in decision ? decision.foreseen.family : undefined;
  const byLabel = hearsByLabel(task) ? estimates?.known : undefined;
  const vote = labels && {
    labels,
    vote: voteTermsOf(decision, labels, seed, { byLabel, family }),
    ...(estimates && { estimates: { version: estimates.known.version, kind: estimates.kind } }),
  };
  const explanation: Explanation = { ...terms, ...within, ...vote, ...reasons };
  return {
    round,
    seed,
    combination,
    propensity,
    expectedCostNano: decision.expectedCostNano,
    explanation,
  };
}

/** @throws {ApiError} 400 for a reference that a vote can't come to */
function requireLabel({ reference }: QueryRequest, { name, labels }: Task): void {
  if (labels === null || reference === undefined) return;
  if (labels.some((label) => sameChoice(label, reference))) return;
  throw new ApiError(
    400,
    'unknown_label',
    `the reference ${JSON.stringify(reference.slice(0, 60))} is none of the labels of task ${name}; they are ${labels.slice(0, 20).join(', ')}${labels.length > 20 ? ', …' : ''}`,
    'reference',
  );
}

function tooDear(task: Task, leastNano: number): ApiError {
  return new ApiError(
    400,
    'max_cost_too_low',
    `no combination of task ${task.name} is certain to cost less for this query; the cheapest can cost ${dollars(leastNano)}: raise purser_max_cost_usd, or send less text`,
    'metadata.purser_max_cost_usd',
  );
}
