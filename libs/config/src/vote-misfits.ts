import type { PathFault } from './faults.js';
import type { TaskConfig } from './task-config.js';

/** What is wrong with a vote, or with what only votes have, though each value is allowed. */
export function voteMisfits(task: Partial<TaskConfig>): PathFault[] {
  const { reward, labels, stream } = task;
  if (reward === undefined) return [];
  if (reward !== 'vote') return strayMisfits(task);
  return [
    ...(labels === undefined
      ? [{ path: ['labels'], message: 'is missing: a vote names the labels it chooses from' }]
      : twins(labels)),
    ...evaluatorMisfits(task),
    ...estimateMisfits(task),
    ...(stream === 'immediate'
      ? [
          {
            path: ['stream'],
            message: 'must be evaluated, or left out: a vote is known at its end',
          },
        ]
      : []),
  ];
}

function strayMisfits({ reward, labels, policy }: Partial<TaskConfig>): PathFault[] {
  const only = `only a task of reward: vote has`;
  return [
    ...(labels ? [{ path: ['labels'], message: `${only} labels, and this one is ${reward}` }] : []),
    ...(policy?.name === 'thrift'
      ? [
          {
            path: ['policy', 'name'],
            message: `thrift chooses who votes, and this task is ${reward}`,
          },
        ]
      : []),
  ];
}

/** Tables of errors go with every query: their size is the square of the labels. */
const MOST_LABELS_IN_TABLES = 12;

/** What is told apart is learnt from the texts that are kept. */
function estimateMisfits({ labels = [], policy, store }: Partial<TaskConfig>): PathFault[] {
  if (policy?.name !== 'thrift') return [];
  const isByLabel = policy['errors'] === 'by-label';
  const isByKind = Number(policy['clusters'] ?? 1) > 1;
  return [
    ...(isByLabel && labels.length > MOST_LABELS_IN_TABLES
      ? [
          {
            path: ['policy', 'errors'],
            message: `must be uniform for ${labels.length} labels: errors are known by label for up to ${MOST_LABELS_IN_TABLES}`,
          },
        ]
      : []),
    ...((isByLabel || isByKind) && store !== undefined && store !== 'full'
      ? [
          {
            path: ['policy', isByKind ? 'clusters' : 'errors'],
            message: `is learnt from texts, of which store: ${store} keeps none: leave it out, or write store: full`,
          },
        ]
      : []),
  ];
}

function twins(labels: readonly string[]): PathFault[] {
  const read = labels.map((label) => label.toLowerCase());
  return read.flatMap((label, at) =>
    read.indexOf(label) < at
      ? [{ path: ['labels', at], message: `"${labels[at]}" is listed twice: case does not count` }]
      : [],
  );
}

function evaluatorMisfits({ labels, evaluator }: Partial<TaskConfig>): PathFault[] {
  if (labels === undefined || evaluator?.kind !== 'choice') return [];
  const { choices } = evaluator;
  if (choices.length === labels.length && choices.every((each) => labels.includes(each))) return [];
  const message = `has other choices (${choices.join(', ')}) than the labels: leave evaluator out, and answers are judged by the labels`;
  return [{ path: ['evaluator'], message }];
}
