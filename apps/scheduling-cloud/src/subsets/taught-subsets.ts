import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { priceRatio, type ModelId, type TokenPrice } from '#bandit';
import {
  readSubsets,
  selectCurve,
  StateError,
  type SelectKnowledge,
  type SelectPolicy,
  type SubsetForecaster,
} from '#context';
import { SubsetVersionStore, VERSIONS_CHANNEL, type VersionPrices } from '#storage';
import { ChangeFeed } from '../changes/change-feed.js';
import { inSlices } from '../learning/in-slices.js';
import { offersOf } from '../tasks/offers.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { choosesSubsets, type Task } from '../tasks/task.js';

/** A version that chooses, and what it chooses by. */
export interface TaughtVersion {
  readonly version: number;
  readonly knowledge: SelectKnowledge;
}

interface Held extends TaughtVersion {
  readonly task: Task;
  readonly prices: VersionPrices;
}

type SelectTask = Task & { policy: SelectPolicy };

/**
 * The versions that choose, in this replica: read when PostgreSQL says that another one does. All
 * replicas read the same bytes, and so foresee the same.
 */
@Injectable()
export class TaughtSubsets implements OnModuleInit {
  private readonly logger = new Logger('Subsets');
  private readonly held = new Map<string, Held>();
  private last = Promise.resolve();

  constructor(
    private readonly store: SubsetVersionStore,
    private readonly tasks: TaskRegistry,
    private readonly changes: ChangeFeed,
  ) {}

  async onModuleInit(): Promise<void> {
    this.tasks.beforeChange((tasks) => this.takeOver(tasks));
    await this.changes.hear(VERSIONS_CHANNEL, (name) => this.hear(name));
    await this.takeOver(this.tasks.all);
  }

  /** Null where statistics decide: nothing was learnt yet, or it was reset. */
  of(task: string): TaughtVersion | null {
    return this.held.get(task) ?? null;
  }

  /** Resolves when what was committed before is here. */
  hear(name: string | null): Promise<void> {
    return this.takeOver(this.tasks.all.filter((task) => name === null || task.name === name));
  }

  /** One call waits for the other. */
  private takeOver(tasks: readonly Task[]): Promise<void> {
    const turn = this.last.then(async () => {
      for (const task of tasks) await this.read(task);
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async read(task: Task): Promise<void> {
    const number = isSelect(task) ? await this.store.activeNumber(task.name) : null;
    const held = this.held.get(task.name);
    if (number === null || !isSelect(task)) this.held.delete(task.name);
    else if (held?.version !== number) await this.open(task);
    else if (held.task !== task) {
      const { version, prices, knowledge } = held;
      const { forecaster } = knowledge;
      this.held.set(task.name, await heldOf(task, version, prices, forecaster));
    }
  }

  private async open(task: SelectTask): Promise<void> {
    const active = await this.store.active(task.name);
    this.held.delete(task.name);
    if (active === null) return;
    const { version, prices, content } = active;
    try {
      const forecaster = readSubsets(content);
      this.held.set(task.name, await heldOf(task, version, prices, forecaster));
      this.logger.debug(`task ${task.name} chooses by version ${version}`);
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      this.logger.warn(`task ${task.name}, version ${version}: ${error.message}: train it anew`);
    }
  }
}

function isSelect(task: Task): task is SelectTask {
  return choosesSubsets(task.policy);
}

async function heldOf(
  task: SelectTask,
  version: number,
  prices: VersionPrices,
  forecaster: SubsetForecaster,
): Promise<Held> {
  const priceFactors = factorsSince(prices, task.prices);
  const { size, rules, policy } = task;
  const tokens = Object.entries(prices).map(([model, known]) => [model, known.tokens] as const);
  const calls = tokens.reduce((sum, [, one]) => sum + one.calls, 0);
  const input = tokens.reduce((sum, [, one]) => sum + one.inputTokens, 0);
  const offers = offersOf(task, calls === 0 ? 0 : Math.round(input / calls), new Map(tokens));
  const terms = { offers, size, ...(rules && { rules }) };
  const curve = await inSlices(selectCurve(forecaster, terms, policy.settings, priceFactors));
  return { task, version, prices, knowledge: { forecaster, curve, priceFactors } };
}

/** What a call costs now, over what it cost then; 1 where that can't be told. */
export function factorsSince(
  then: VersionPrices,
  now: ReadonlyMap<ModelId, TokenPrice>,
): Map<ModelId, number> {
  return new Map(
    Object.entries(then).map(([model, { price, tokens }]) => {
      const today = now.get(model);
      return [model, (today && priceRatio(price, today, tokens)) ?? 1];
    }),
  );
}
