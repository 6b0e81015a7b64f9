import type { PathFault } from './faults.js';
import type { TaskConfig } from './task-config.js';

/** What is wrong with a task that chooses subsets by query, though each of its values is allowed. */
export function selectMisfits(task: Partial<TaskConfig>): PathFault[] {
  const { policy, reward, store } = task;
  if (policy?.name !== 'select') return [];
  const says = (path: string[], message: string): PathFault => ({ path, message });
  return [
    ...(reward === 'sum-up' || reward === 'all-in'
      ? [
          says(
            ['policy', 'name'],
            `select foresees whether a subset succeeds, so it is for any-win and vote, and this task is ${reward}`,
          ),
        ]
      : []),
    ...(store === 'hash' || store === 'none'
      ? [
          says(
            ['store'],
            'must be full, or left out: select learns from the texts of past queries; retentionDays may bound how long they are kept',
          ),
        ]
      : []),
    ...(asksSeveralAtOnce(task) ? atOnceMisfits(task) : []),
  ];
}

function asksSeveralAtOnce({ policy, size = 1 }: Partial<TaskConfig>): boolean {
  return size > 1 && policy?.['ask'] !== 'cascade';
}

function atOnceMisfits({ reward, evaluator, stream }: Partial<TaskConfig>): PathFault[] {
  const isDriven = reward === 'any-win' && evaluator?.kind === 'none';
  return [
    ...(isDriven
      ? [
          {
            path: ['policy', 'ask'],
            message:
              'must be cascade where no evaluator judges: the user says if an answer succeeded, and is then asked about the next',
          },
        ]
      : []),
    ...(stream === 'immediate'
      ? [
          {
            path: ['stream'],
            message: 'must be evaluated, or left out: of answers asked for at once one is served',
          },
        ]
      : []),
  ];
}
