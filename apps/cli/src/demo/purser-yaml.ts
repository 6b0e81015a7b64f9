import { stringify } from 'yaml';
import type { DemoPlan, DemoTask } from './demo-plan.js';

/** The purser.yaml under which the service plays the plan, with the simulator as its models. */
export function purserYaml({ models, tasks }: DemoPlan, simulatorUrl: string): string {
  return stringify({
    models: Object.fromEntries(
      models.map(({ name, price }) => [
        name,
        { baseUrl: `${simulatorUrl}/v1`, price, cost: 'reported' },
      ]),
    ),
    tasks: Object.fromEntries(tasks.map((task) => [task.name, taskOf(task, simulatorUrl)])),
  });
}

function taskOf({ rewardModel, size, budgetUsd, judgedBy, parts }: DemoTask, simulatorUrl: string) {
  return {
    reward: rewardModel,
    size,
    budgetUsdPerQuery: budgetUsd,
    evaluator: judgedBy === 'users' ? 'none' : { kind: 'http', url: `${simulatorUrl}/grade` },
    ...(parts ? { parts } : {}),
  };
}
