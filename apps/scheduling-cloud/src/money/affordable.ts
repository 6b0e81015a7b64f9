import { rewardModels, type ModelId } from '#bandit';
import type { Task } from '../tasks/task.js';

/** What the combinations of a query are held to, beside what its task says. */
export interface Limits {
  /** These are not asked. */
  readonly exclude: readonly ModelId[];
  /** What all calls together may cost at worst, in nano-dollars; undefined: whatever they do. */
  readonly maxNano?: number | undefined;
}

/**
 * The task with fewer models, or a smaller size, such that every combination it has left keeps the
 * limits: one variant for each size that the reward model allows, and the task alone where all its
 * combinations keep them. None where nothing does.
 * @param worstOf by how much a model raises what a combination can cost at worst, nano-dollars
 */
export function affordable(
  task: Task,
  worstOf: (model: ModelId) => number,
  { exclude, maxNano = Infinity }: Limits,
): Task[] {
  const models = [...task.models.keys()]
    .filter((model) => !exclude.includes(model))
    .map((model) => ({ model, nano: worstOf(model) }))
    .toSorted((left, right) => left.nano - right.nano);
  const variants: Task[] = [];
  for (const size of sizesOf(task, models.length)) {
    const count = longestWithin(models, size, maxNano);
    if (count >= size) variants.push(narrowed(task, models.slice(0, count), size));
    if (count === models.length) break;
  }
  return variants;
}

/** The sum of `worstOf` over the models of the cheapest combination; some combination must be left. */
export function leastWorstCase(
  task: Task,
  worstOf: (model: ModelId) => number,
  exclude: readonly ModelId[],
): number {
  const worst = [...task.models.keys()]
    .filter((model) => !exclude.includes(model))
    .map(worstOf)
    .toSorted((left, right) => left - right);
  const size = rewardModels[task.rewardModel].exactly ? task.size : 1;
  return worst.slice(0, size).reduce((sum, nano) => sum + nano, 0);
}

function sizesOf({ rewardModel, size }: Task, models: number): number[] {
  if (rewardModels[rewardModel].exactly) return size <= models ? [size] : [];
  const most = Math.min(size, models);
  return Array.from({ length: most }, (_, fewer) => most - fewer);
}

/** How many of the cheapest models there may be such that any `size` of them are within the limit. */
function longestWithin(models: readonly { nano: number }[], size: number, maxNano: number): number {
  let count = models.length;
  const dearest = (): number =>
    models.slice(Math.max(0, count - size), count).reduce((sum, { nano }) => sum + nano, 0);
  while (count > 0 && dearest() > maxNano) count -= 1;
  return count;
}

function narrowed(task: Task, models: readonly { model: ModelId }[], size: number): Task {
  if (models.length === task.models.size && size === task.size) return task;
  const kept = new Set(models.map(({ model }) => model));
  return { ...task, size, models: new Map([...task.models].filter(([model]) => kept.has(model))) };
}
