import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outcomeTable, profileWorld, type Profile, type World } from '#replay';
import type { DemoPlan, DemoTask } from './demo-plan.js';

const PROFILE = join(import.meta.dirname, '../../../llm-simulator/profiles/zeroeval-2024.json');
const SEED = 1;
const QUERIES_PER_TASK = 500;
/** Fifty times as fast as the models are. */
const LATENCY_SCALE = 0.02;

/** One task of each reward model. */
const TASKS: readonly Omit<DemoTask, 'table'>[] = [
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
];

/** The demo without a file: nine well-known models as the simulator's own profile has them. */
export async function profilePlan(): Promise<DemoPlan> {
  const profile = JSON.parse(await readFile(PROFILE, 'utf8')) as Profile;
  const world = profileWorld(profile, SEED);
  const options = { '--profile': PROFILE, '--seed': SEED, '--latency-scale': LATENCY_SCALE };
  return {
    models: Object.entries(profile.models).map(([name, { price }]) => ({ name, price })),
    tasks: TASKS.map((task) => ({ ...task, table: tableOf(world, task.name) })),
    simulatorOptions: Object.entries(options).flatMap(([option, value]) => [option, `${value}`]),
  };
}

function tableOf(world: World, task: string) {
  const queries = Array.from({ length: QUERIES_PER_TASK }, (_, i) => ({
    id: `${task}-${i + 1}`,
    text: `Question ${i + 1} of ${task}`,
    task,
  }));
  return outcomeTable(world, queries, world.models);
}
