import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outcomeTable, profileWorld, type Profile, type World, type WorldQuery } from '#replay';
import type { DemoBatch, DemoPlan, DemoTask } from './demo-plan.js';

const PROFILE = join(import.meta.dirname, '../../../llm-simulator/profiles/zeroeval-2024.json');
const SEED = 1;
const QUERIES_PER_TASK = 500;
/** Further queries of the first task: some that are labelled, and those that are planned by them. */
const LABELLED = 60;
const PLANNED = 300;
/** Fifty times as fast as the models are. */
const LATENCY_SCALE = 0.02;

/** One task of each reward model. */
const TASKS: readonly Omit<DemoTask, 'table' | 'ballot'>[] = [
  { name: 'math', rewardModel: 'any-win', size: 4, budgetUsd: 0.0005, judgedBy: 'evaluator' },
  { name: 'gsm8k', rewardModel: 'sum-up', size: 3, budgetUsd: 0.0004, judgedBy: 'users' },
  {
    name: 'crux',
    rewardModel: 'all-in',
    size: 2,
    budgetUsd: 0.0005,
    judgedBy: 'users',
    parts: ['Say what this program prints: {{input}}', 'Explain why, step by step: {{input}}'],
  },
  { name: 'intent', rewardModel: 'vote', size: 5, budgetUsd: 0.00005, judgedBy: 'evaluator' },
];

/** The demo without a file: nine well-known models as the simulator's own profile has them. */
export async function profilePlan(): Promise<DemoPlan> {
  const profile = JSON.parse(await readFile(PROFILE, 'utf8')) as Profile;
  const world = profileWorld(profile, SEED);
  const options = { '--profile': PROFILE, '--seed': SEED, '--latency-scale': LATENCY_SCALE };
  return {
    models: Object.entries(profile.models).map(([name, { price }]) => ({ name, price })),
    tasks: TASKS.map((task) => ({
      ...task,
      ...ballotOf(profile, world, task.name),
      table: outcomeTable(world, queriesOf(task.name, 0, QUERIES_PER_TASK), world.models),
    })),
    batch: batchOf(world, TASKS[0]),
    simulatorOptions: Object.entries(options).flatMap(([option, value]) => [option, `${value}`]),
  };
}

function ballotOf(profile: Profile, world: World, task: string): Pick<DemoTask, 'ballot'> {
  const labels = profile.tasks[task]?.labels;
  return labels ? { ballot: { labels, labelOf: (query) => world.labelOf(query) } } : {};
}

function batchOf(world: World, task: (typeof TASKS)[number] | undefined): DemoBatch | null {
  if (task === undefined) return null;
  const { name, budgetUsd } = task;
  const samples = queriesOf(name, QUERIES_PER_TASK, LABELLED);
  return {
    task: name,
    samples: outcomeTable(world, samples, world.models),
    queries: queriesOf(name, QUERIES_PER_TASK + LABELLED, PLANNED),
    budgetUsd,
  };
}

function queriesOf(task: string, from: number, count: number): WorldQuery[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `${task}-${from + at + 1}`,
    text: `Question ${from + at + 1} of ${task}`,
    task,
  }));
}
