import { stringify } from 'yaml';
import type { DemoPlan, DemoTask } from './demo-plan.js';

const SIMULATOR_PORT = 8090;
const LONGEST_ANSWER = 1024;
const SIMULATOR = `http://127.0.0.1:${SIMULATOR_PORT}`;

/**
 * The purser.yaml under which the service plays the plan, with the simulator as its models. The
 * service moves the simulator, with all that names it, where its port is taken.
 */
export function purserYaml({ models, tasks }: DemoPlan): string {
  return stringify({
    simulator: { port: SIMULATOR_PORT },
    models: Object.fromEntries(
      models.map(({ name, price }) => [
        name,
        { baseUrl: `${SIMULATOR}/v1`, price, cost: 'reported', maxOutputTokens: LONGEST_ANSWER },
      ]),
    ),
    tasks: Object.fromEntries(tasks.map((task) => [task.name, taskOf(task)])),
  });
}

function taskOf({ rewardModel, size, budgetUsd, judgedBy, parts, ballot }: DemoTask) {
  // A vote is judged by the labels that come with its queries.
  if (ballot !== undefined) {
    const { labels } = ballot;
    return { reward: rewardModel, labels: [...labels], size, budgetUsdPerQuery: budgetUsd };
  }
  return {
    reward: rewardModel,
    size,
    budgetUsdPerQuery: budgetUsd,
    evaluator: judgedBy === 'users' ? 'none' : { kind: 'http', url: `${SIMULATOR}/grade` },
    ...(parts ? { parts } : {}),
  };
}
