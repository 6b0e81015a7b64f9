import pLimit from 'p-limit';
import type { WorldQuery } from '#replay';
import type { DemoPlan, DemoTask } from './demo-plan.js';
import type { AskedQuery, ServiceClient } from './service-client.js';
import { shuffled } from './shuffle.js';
import { emptyTally, rewardOfRatings, withQuery, withReward, type Tally } from './tally.js';
import type { User } from './user.js';

/** Queries under way at once: few enough that early answers teach something about later queries. */
const IN_FLIGHT = 24;
/** Ratings come when so many further queries have been answered. */
const RATED_AFTER = 100;
const ORDER_SEED = 1;

interface Sent {
  readonly task: DemoTask;
  readonly query: WorldQuery;
}

/**
 * Sends all queries of all tasks, mixed, through the service's REST API, and lets the user rate the
 * answers of those tasks that nobody else judges, late.
 * @param answered called after each query
 */
export async function play(
  plan: DemoPlan,
  service: ServiceClient,
  user: User,
  answered: () => void,
): Promise<ReadonlyMap<DemoTask, Tally>> {
  const tallies = new Map(plan.tasks.map((task) => [task, emptyTally]));
  const unrated: (Sent & { readonly answer: AskedQuery })[] = [];
  const count = (task: DemoTask, change: (tally: Tally) => Tally) =>
    tallies.set(task, change(tallies.get(task) ?? emptyTally));

  async function rateUntilLeft(left: number): Promise<void> {
    for (;;) {
      const due = unrated.length > left ? unrated.shift() : undefined;
      if (!due) return;
      const scores = await user.rateAll(due.task, due.query, due.answer);
      count(due.task, (tally) => withReward(tally, rewardOfRatings(due.task, scores)));
    }
  }

  async function send({ task, query }: Sent): Promise<void> {
    const answer = await service.ask(task.name, query, task.ballot?.labelOf(query) ?? undefined);
    const isAnswered = answer.status === 'answered';
    count(task, (tally) => withQuery(tally, answer));
    if (task.judgedBy === 'evaluator')
      count(task, (tally) => withReward(tally, (isAnswered && answer.reward) || 0));
    else if (isAnswered) unrated.push({ task, query, answer });
    await rateUntilLeft(RATED_AFTER);
    answered();
  }

  const all = plan.tasks.flatMap((task) => task.table.queries.map((query) => ({ task, query })));
  await pLimit(IN_FLIGHT).map(shuffled(all, ORDER_SEED), send);
  await rateUntilLeft(0);
  return tallies;
}
