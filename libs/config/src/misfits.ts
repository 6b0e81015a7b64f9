import { closest } from './closest.js';
import type { PathFault } from './faults.js';
import { selectMisfits } from './select-misfits.js';
import { voteMisfits } from './vote-misfits.js';
import type { TaskConfig } from './task-config.js';

/** A task of which only some values are known to be good. */
type Known = Partial<TaskConfig>;

/** What is wrong with a task though each of its values is allowed: they do not fit together. */
export function misfits(task: Known, models: readonly string[]): PathFault[] {
  return [
    ...modelMisfits(task, models),
    ...fallbackMisfits(task, models),
    ...judgeMisfits(task, models),
    ...sizeMisfits(task),
    ...partsMisfits(task),
    ...chargeMisfits(task),
    ...voteMisfits(task),
    ...selectMisfits(task),
    ...forgettingMisfits(task),
    ...rulesMisfits(task),
    ...embeddingsMisfits(task),
    ...retentionMisfits(task),
  ];
}

function modelMisfits({ models = [] }: Known, known: readonly string[]): PathFault[] {
  return models.flatMap((model, index) => {
    const path = ['models', index];
    if (!known.includes(model))
      return [{ path, message: `"${model}" is not a model; there are ${known.join(', ')}` }];
    if (models.indexOf(model) < index)
      return [{ path, message: `"${model}" is listed twice: name each model once` }];
    return [];
  });
}

function fallbackMisfits({ fallback }: Known, known: readonly string[]): PathFault[] {
  if (fallback === undefined || known.includes(fallback)) return [];
  const message = `"${fallback}" is not a model; there are ${known.join(', ')}`;
  return [{ path: ['fallback'], message }];
}

function judgeMisfits({ evaluator }: Known, known: readonly string[]): PathFault[] {
  if (evaluator?.kind !== 'llm-judge' || known.includes(evaluator.model)) return [];
  const message = `"${evaluator.model}" is not a model; there are ${known.join(', ')}`;
  return [{ path: ['evaluator', 'model'], message }];
}

function sizeMisfits({ size, models, reward }: Known): PathFault[] {
  if (size === undefined || !models || models.length === 0 || size <= models.length) return [];
  const asked = reward === 'any-win' || reward === 'vote' ? 'at most' : 'exactly';
  const message = `is ${size}, but a query asks ${asked} so many models and the task has ${models.length}: must be from 1 to ${models.length}`;
  return [{ path: ['size'], message }];
}

function partsMisfits({ parts, reward, size }: Known): PathFault[] {
  if (!parts || !reward) return [];
  const path = ['parts'];
  if (reward !== 'all-in')
    return [{ path, message: `only an all-in task has parts, and this one is ${reward}` }];
  if (size === undefined || parts.length === size) return [];
  const message = `has ${parts.length} templates, must have one for each model that is asked: ${size}`;
  return [{ path, message }];
}

function chargeMisfits({ reward, policy }: Known): PathFault[] {
  if (!reward || reward === 'any-win' || policy?.charge !== 'cascade') return [];
  const message = `must be whole, or left out: a task that is ${reward} asks all its models at once and pays for all`;
  return [{ path: ['policy', 'charge'], message }];
}

function forgettingMisfits({ forgetting, policy }: Known): PathFault[] {
  if (forgetting === undefined || policy?.name !== 'contextual') return [];
  const message =
    'is of statistics, which a contextual task does not decide from: set retention in its policy, from 0.5 to 1';
  return [{ path: ['forgetting'], message }];
}

function rulesMisfits({ rules = {}, models = [] }: Known): PathFault[] {
  const named = Object.entries(rules).flatMap(([rule, members]) =>
    members.flatMap((member, at) =>
      typeof member === 'string'
        ? [{ path: ['rules', rule, at], model: member }]
        : member.map((model, place) => ({ path: ['rules', rule, at, place], model })),
    ),
  );
  return named.flatMap(({ path, model }) => {
    if (models.includes(model)) return [];
    const meant = closest(model, models);
    const hint = meant ? `did you mean ${meant}?` : `they are ${models.join(', ')}`;
    return [{ path, message: `"${model}" is not one of the task's models: ${hint}` }];
  });
}

function embeddingsMisfits({ embeddings, policy }: Known): PathFault[] {
  if (!embeddings || !policy) return [];
  const size = Number(policy.vectorSize ?? 0);
  if (policy.name === 'contextual' && size > 0) return [];
  const message =
    'is only for policy: {name: contextual, vectorSize: N}, with N the length of its vectors';
  return [{ path: ['embeddings'], message }];
}

function retentionMisfits({ store, retentionDays }: Known): PathFault[] {
  if (store !== 'none' || retentionDays === undefined) return [];
  const message =
    'is of what is stored, which is nothing with store: none; leave it out, or write store: hash or full';
  return [{ path: ['retentionDays'], message }];
}
