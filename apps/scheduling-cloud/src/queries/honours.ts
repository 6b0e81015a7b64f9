import type { ModelId } from '#bandit';
import type { ChatMessage, ChatOptions } from '#contracts';
import { unsupportedContent, unsupportedOptions } from '#llm';
import { ApiError } from '../http/api-error.js';
import { affordable } from '../money/affordable.js';
import type { Task } from '../tasks/task.js';

/** What a query asks of whichever model answers it. */
export interface Asks {
  readonly messages: readonly ChatMessage[];
  readonly options: ChatOptions;
}

/**
 * The models of the task that can't do all that a query asks, and so are not asked.
 * @throws {ApiError} 400 that names what too many models can't do
 */
export function modelsUnfitFor(asks: Asks, task: Task, exclude: readonly ModelId[]): ModelId[] {
  const faults = new Map<ModelId, string[]>();
  for (const [model, spec] of task.models) {
    const unsupported = [
      ...unsupportedOptions(spec, asks.options),
      ...unsupportedContent(spec, asks.messages),
    ];
    if (unsupported.length > 0) faults.set(model, unsupported);
  }
  const unfit = [...faults.keys()];
  if (unfit.length > 0 && !leavesSome(task, [...exclude, ...unfit]))
    throw unsupported(task, faults);
  return unfit;
}

function leavesSome(task: Task, exclude: readonly ModelId[]): boolean {
  return affordable(task, () => 0, { exclude }).length > 0;
}

function unsupported(task: Task, faults: ReadonlyMap<ModelId, string[]>): ApiError {
  const names = [...new Set([...faults.values()].flat())];
  const [param = null] = names;
  return new ApiError(
    400,
    'unsupported_by_models',
    `too few models of task ${task.name} can honour ${names.join(', ')}: leave it out, or ask another task`,
    param,
  );
}
