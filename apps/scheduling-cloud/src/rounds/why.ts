import type { QueryView } from '../queries/query-view.js';
import { dollars } from '../money/dollars.js';
import type { RoundView } from './round-view.js';

type Call = QueryView['calls'][number];
type Bounds = RoundView['bounds'][number];

/** A round and what became of its query: what `whyOf` tells of. */
export interface ToldRound {
  round: RoundView;
  query: Pick<QueryView, 'status' | 'model' | 'calls' | 'vote' | 'error'>;
  /** Whether models are asked one after the other, until one succeeds. */
  inTurn: boolean;
}

/** Why a round's models were chosen, and asked or not, in sentences, in the order of events. */
export function whyOf({ round, query, inTurn }: ToldRound): string[] {
  return [
    ...choiceOf(round),
    ...foreseenOf(round),
    ...unknownOf(round),
    ...orderOf(round, inTurn),
    ...(inTurn ? stepsOf(round, query) : []),
    ...endOf(query),
  ];
}

function choiceOf(round: RoundView): string[] {
  const { relaxed, combination, policy } = round;
  const names = listed(combination);
  const budget = usd(round.paced_budget_usd);
  if (policy === 'session') {
    return [`${names}: the first query of the session was decided so, and later ones keep to it.`];
  }
  if (policy === 'plan') return [`${names}: the plan that sent the query gave it to them.`];
  const limits = limitsOf(round);
  if (round.over_budget) {
    return [`No combination fits the budget of ${budget}: ${names} is the cheapest.`, ...limits];
  }
  const followed = relaxed.over === 'explored' ? relaxed.followed : relaxed;
  return [
    followed.over === 'models'
      ? drawnByModel(followed, names, budget)
      : drawn(followed, names, budget),
    ...(relaxed.over === 'explored' ? [explored(relaxed.share, round.propensity)] : []),
    ...limits,
  ];
}

type Followed = Exclude<RoundView['relaxed'], { over: 'explored' }>;

function drawn(
  { support }: Extract<Followed, { over: 'combinations' }>,
  names: string,
  budget: string,
): string {
  const told = support.map(
    ({ combination, probability, reward, cost_usd }) =>
      `${listed(combination)} (reward ${fraction(reward)} at ${usd(cost_usd)}, drawn ${percent(probability)} of the time)`,
  );
  if (support.length < 2) {
    return `Within ${budget} a query, no combination is hoped to earn more than ${told.join()}.`;
  }
  return `The budget of ${budget} a query is best spent on a mixture of ${told.join(' and ')}: chance chose ${names}.`;
}

function drawnByModel(
  { fractions }: Extract<Followed, { over: 'models' }>,
  names: string,
  budget: string,
): string {
  const told = fractions.map(({ model, fraction: part }) => `${model} ${percent(part)}`);
  return `The budget of ${budget} a query is best spent by asking ${told.join(', ')} of the time: chance chose ${names}.`;
}

function explored(share: number, propensity: number): string {
  return `${percent(share)} of the rounds try other combinations, to learn; with that, this one was drawn with a probability of ${percent(propensity)}.`;
}

function limitsOf({ within_usd: within }: RoundView): string[] {
  if (within === null) return [];
  return [`Its calls may cost ${usd(within)} at worst, as its client or a cap says.`];
}

/** Of a task that chooses subsets by query. */
function foreseenOf({ select, combination }: RoundView): string[] {
  if (select === null) return [];
  if (select.version === null)
    return ['Nothing was learnt of queries like this one yet: it was decided by statistics.'];
  const drawn = select.subsets.find((one) => listed(one.combination) === listed(combination));
  if (drawn === undefined) return [];
  return [
    `By version ${select.version} of what was learnt of such queries, ${listed(combination)} succeeds with a chance of ${percent(drawn.correctness)}, in ${fraction(drawn.latency_ms / 1_000)} s.`,
  ];
}

function unknownOf({ bounds, combination }: RoundView): string[] {
  const unknown = bounds.filter(
    ({ model, rewards }) => combination.includes(model) && rewards === 0,
  );
  return unknown.map(
    ({ model }) => `Nothing was known of ${model}'s answers yet: the best was hoped of it.`,
  );
}

function orderOf({ bounds, combination, vote }: RoundView, inTurn: boolean): string[] {
  const told = combination.flatMap((model) => {
    const arm = bounds.find((one) => one.model === model);
    return arm === undefined ? [] : [known(arm)];
  });
  const isVote = vote !== null && combination.length > 1;
  if (told.length === 0) return [];
  if (isVote) {
    return [
      `They vote, asked one after the other while answers to come could change the label: ${told.join('; ')}.`,
    ];
  }
  if (!inTurn) return [`All are asked at once: ${told.join('; ')}.`];
  const [first, ...rest] = told;
  if (rest.length === 0) return [`It is the only one to be asked: ${first}.`];
  return [
    `${combination[0]} is asked first, since it promises the most reward for its price: ${first}. Then, as long as none has succeeded, ${rest.join('; ')}.`,
  ];
}

function known({ model, mean_reward: mean, rewards, upper_reward, mean_cost_usd }: Bounds): string {
  const believed =
    mean === null
      ? `up to ${fraction(upper_reward)} hoped for`
      : `reward ${fraction(mean)} by ${Math.round(rewards)} answers, up to ${fraction(upper_reward)} hoped for`;
  return `${model} (${believed}, at ${usd(mean_cost_usd)} a call)`;
}

function stepsOf({ combination }: RoundView, { calls, status }: ToldRound['query']): string[] {
  const steps = calls.map((call, at) => {
    const next = calls[at + 1];
    if (next === undefined) return `${call.model} ${cameTo(call)}.`;
    return `${call.model} ${cameTo(call)}, so ${next.model} was asked.`;
  });
  const unasked = combination.filter((model) => !calls.some((call) => call.model === model));
  if (status !== 'answered' || unasked.length === 0) return steps;
  return [
    ...steps,
    `${listed(unasked)} ${unasked.length === 1 ? 'was' : 'were'} not asked any more.`,
  ];
}

function cameTo({ status, error, score, reward }: Call): string {
  if (status === 'failed') return `failed (${error?.code ?? 'no answer'})`;
  const mark = score ?? reward;
  return mark === null ? 'answered' : `answered, worth ${fraction(mark)}`;
}

function endOf({ status, model, vote, error }: ToldRound['query']): string[] {
  if (status === 'failed') return [`The query failed: ${error?.message ?? 'no model answered'}.`];
  if (status === 'pending') return ['It has no outcome yet.'];
  if (vote?.label != null) {
    return [`The label ${vote.label} won the vote, believed in by ${percent(vote.belief)}.`];
  }
  return model === null ? [] : [`The answer of ${model} was served.`];
}

function listed(models: readonly string[]): string {
  return models.join(' + ');
}

function usd(value: number): string {
  return dollars(Math.round(Number(value.toPrecision(3)) * 1e9));
}

function fraction(value: number): string {
  return String(Math.round(value * 1_000) / 1_000);
}

function percent(value: number): string {
  return `${Math.round(value * 1_000) / 10}%`;
}
