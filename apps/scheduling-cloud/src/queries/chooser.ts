import { Injectable } from '@nestjs/common';
import { RulesError, SettingsError, type ModelId } from '#bandit';
import { BreakerBoard } from '../breakers/breaker-board.js';
import { affordable, type Limits } from '../money/affordable.js';
import type { WorstCases } from '../money/worst-cases.js';
import type { SeenQuery } from '../tasks/contextual-input.js';
import { isContextual, type Task } from '../tasks/task.js';
import { Decider, type RoundDecision } from './decider.js';
import { keptTo } from './sessions.js';

/** Chooses the combination for a query among those that keep its limits. */
@Injectable()
export class Chooser {
  constructor(
    private readonly decider: Decider,
    private readonly breakers: BreakerBoard,
  ) {}

  /**
   * The task's own decision where all combinations keep the limits, or where it left nothing to
   * chance and does so itself; else the best of the decisions of the task narrowed to each size. Its
   * propensity is that of the draw within the limits.
   * A model that fails too often is left alone, unless nothing else keeps the limits: then it may
   * have got well.
   * @returns undefined if no combination keeps the limits
   */
  choose(
    task: Task,
    seen: SeenQuery,
    worst: WorstCases,
    limits: Limits,
  ): RoundDecision | undefined {
    const failing = this.breakers.excluded(task.models.keys(), Date.now());
    if (failing.length > 0) {
      const exclude = [...limits.exclude, ...failing];
      const chosen = this.within(task, seen, worst, { ...limits, exclude });
      if (chosen !== undefined) return chosen;
    }
    return this.within(task, seen, worst, limits);
  }

  private within(
    task: Task,
    seen: SeenQuery,
    worst: WorstCases,
    limits: Limits,
  ): RoundDecision | undefined {
    const { exclude, maxNano = Infinity } = limits;
    if (exclude.length === 0 && maxNano === Infinity) return this.decider.decide(task, seen);
    if (exclude.length === 0) {
      const free = this.decider.decide(task, seen);
      const { combination, propensity } = free.decision;
      if (propensity === 1 && worst.ofAll(combination) <= maxNano) return free;
    }
    const variants = affordable(task, (model) => worst.added(model), {
      exclude,
      maxNano: maxNano - worst.besidesNano,
    });
    return bestOf(variants.flatMap((variant) => this.decisionOf(variant, seen)));
  }

  /**
   * The models of a session again, in their order.
   * @returns undefined if they don't keep the limits, or fail too often
   */
  keep(
    task: Task,
    models: readonly ModelId[],
    seen: SeenQuery,
    worst: WorstCases,
    { exclude, maxNano = Infinity }: Limits,
  ): RoundDecision | undefined {
    const out = [...exclude, ...this.breakers.excluded(models, Date.now())];
    if (models.some((model) => out.includes(model) || !task.models.has(model))) return undefined;
    if (worst.ofAll(models) > maxNano) return undefined;
    const [decision] = this.decisionOf(keptTo(task, models), seen);
    return decision;
  }

  /**
   * The models that a plan gives a query to, in their order: a contextual task learns from it as from
   * any other.
   * @returns undefined if they don't keep the limits, or fail too often
   */
  assign(
    task: Task,
    models: readonly ModelId[],
    seen: SeenQuery,
    worst: WorstCases,
    limits: Limits,
  ): RoundDecision | undefined {
    const kept = this.keep(task, models, seen, worst, limits);
    if (kept === undefined || !isContextual(task.policy)) return kept;
    const { decision: free } = this.decider.decide(task, seen);
    if (!('trace' in free)) return kept;
    const { trace, priceOfMoney } = free;
    return { ...kept, decision: { ...kept.decision, trace, priceOfMoney } };
  }

  /** None where the policy is set to models, or to rules, that the narrowed task can't serve. */
  private decisionOf(task: Task, seen: SeenQuery): RoundDecision[] {
    try {
      return [this.decider.decide(task, seen)];
    } catch (error) {
      if (error instanceof RulesError || error instanceof SettingsError) return [];
      throw error;
    }
  }
}

function bestOf(decisions: readonly RoundDecision[]): RoundDecision | undefined {
  return decisions.reduce<RoundDecision | undefined>(
    (best, one) =>
      best && best.decision.relaxed.reward >= one.decision.relaxed.reward ? best : one,
    undefined,
  );
}
