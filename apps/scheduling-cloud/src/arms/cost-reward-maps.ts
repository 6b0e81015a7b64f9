import { Injectable } from '@nestjs/common';
import {
  believedArms,
  combinationValues,
  rewardEnvelope,
  rewardModels,
  type CombinationValue,
} from '#bandit';
import { QueryReader } from '#storage';
import { requireTask, type Caller } from '../auth/caller.js';
import { inSlices } from '../learning/in-slices.js';
import { Decider } from '../queries/decider.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { TaskSnapshots } from '../tasks/task-snapshots.js';
import { choosesSubsets, isCascade, isContextual, type Task } from '../tasks/task.js';
import { drawnShares, type DrawnShare } from './drawn-shares.js';
import { viewOfMap, type MapQuery, type MapView } from './map-view.js';
import { typicalOffers } from '../tasks/typical-offers.js';
import { voteValues } from './vote-values.js';

/** Many may look at the same map: it is drawn again after so long. */
const FRESH_MS = 4_000;
/** A policy that looks at queries is asked about so many of the latest. */
const LATEST = 30;
const SEED = 1;

/** Why these models: all combinations of a task by what they are believed to earn and to cost. */
@Injectable()
export class CostRewardMaps {
  private readonly drawn = new Map<string, { task: Task; at: number; map: Promise<MapView> }>();

  constructor(
    private readonly tasks: TaskRegistry,
    private readonly snapshots: TaskSnapshots,
    private readonly decider: Decider,
    private readonly reader: QueryReader,
  ) {}

  /** @throws {ApiError} 403, 404 */
  async of(name: string, caller: Caller, query: MapQuery): Promise<MapView> {
    requireTask(caller, name);
    const task = this.tasks.get(name);
    const { budget_usd_per_query: usd } = query;
    if (usd !== undefined) return this.draw({ ...task, budgetNano: Math.round(usd * 1e9) });
    const last = this.drawn.get(name);
    if (last?.task === task && performance.now() - last.at < FRESH_MS) return last.map;
    const map = this.draw(task);
    this.drawn.set(name, { task, at: performance.now(), map });
    return map;
  }

  private async draw(task: Task): Promise<MapView> {
    const values = await this.valuesOf(task);
    return viewOfMap({
      task: task.name,
      budgetNano: task.budgetNano,
      values,
      envelope: rewardEnvelope(values),
      shares: await this.sharesOf(task),
    });
  }

  private async valuesOf(task: Task): Promise<CombinationValue[]> {
    const { size, budgetNano, rewardModel, rules, labels } = task;
    const { statistics, failures, tokens } = this.snapshots.of(task.name);
    const arms = believedArms(typicalOffers(task, tokens), statistics);
    if (rewardModel === 'vote')
      return inSlices(voteValues(arms, { size, labels: labels?.length ?? 2, budgetNano }));
    const inTurn = isCascade(task);
    return combinationValues(arms, {
      rewardModel: rewardModels[rewardModel],
      size,
      charge: inTurn ? 'cascade' : 'whole',
      rules: rules ?? undefined,
      failures: inTurn ? failures : undefined,
    });
  }

  private async sharesOf(task: Task): Promise<DrawnShare[]> {
    if (!isContextual(task.policy) && !choosesSubsets(task.policy)) {
      const { decision } = this.decider.decide(task, { messages: [] }, SEED);
      return drawnShares(decision.relaxed);
    }
    const latest = await this.reader.latestRounds(task.name, LATEST);
    return latest.flatMap(({ messages, seed }) => {
      const { decision } = this.decider.decide(task, { messages }, seed);
      return drawnShares(decision.relaxed).map(({ combination, share }) => ({
        combination,
        share: share / latest.length,
      }));
    });
  }
}
