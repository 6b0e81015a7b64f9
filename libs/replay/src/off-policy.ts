import { draw, propensityOf, randomOf, type ModelId, type RelaxedSolution } from '#bandit';

/** A round as a log has it: what was asked, with which probability, and what came of it. */
export interface LoggedRound {
  readonly combination: readonly ModelId[];
  /** The probability with which the combination was drawn, in (0, 1]. */
  readonly propensity: number;
  readonly reward: number;
  readonly costNano: number;
}

/** What a combination is believed to earn and cost. */
export type OutcomeModel = (combination: readonly ModelId[]) => {
  reward: number;
  costNano: number;
};

/** A logged round as it counts for another policy. */
export interface WeighedRound {
  /** How many times as likely the other policy is to draw the round's combination. */
  readonly weight: number;
  readonly reward: Weighed;
  readonly costNano: Weighed;
}

interface Weighed {
  readonly seen: number;
  /** What was believed of the logged combination, and of what the other policy would have drawn. */
  readonly believed: number;
  readonly expected: number;
}

/** A value with its interval of 95%. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What a log says of a mean. */
export interface OffPolicyEstimates {
  /** Inverse propensity scores: unbiased, wide. */
  readonly ips: Interval;
  /** Self-normalised: slightly biased, narrower. */
  readonly snips: Interval;
  /** Doubly robust: the model's belief, corrected by what was seen. */
  readonly dr: Interval;
  /** The model's belief alone. */
  readonly model: number;
}

/** What to make of a log: doubly robust, or where the log does not support that, the model's belief. */
export interface OffPolicyAnswer extends OffPolicyEstimates {
  readonly estimate: number;
  /** Of 95%; null where the log does not support an estimate. */
  readonly low: number | null;
  readonly high: number | null;
}

export function answerOf(estimates: OffPolicyEstimates, isSupported: boolean): OffPolicyAnswer {
  const { dr, model } = estimates;
  return isSupported
    ? { estimate: dr.value, low: dr.low, high: dr.high, ...estimates }
    : { estimate: model, low: null, high: null, ...estimates };
}

/** Of costs: from nano-dollars to dollars. */
export function inDollars({ ips, snips, dr, model }: OffPolicyEstimates): OffPolicyEstimates {
  const usd = ({ value, low, high }: Interval): Interval => ({
    value: value / 1e9,
    low: low / 1e9,
    high: high / 1e9,
  });
  return { ips: usd(ips), snips: usd(snips), dr: usd(dr), model: model / 1e9 };
}

/** What a log says of another policy. */
export interface OffPolicyReport {
  readonly reward: OffPolicyEstimates;
  readonly costNano: OffPolicyEstimates;
  /** How many rounds of the other policy's own the log is worth (Kish): `(sum w)^2 / sum w^2`. */
  readonly effectiveRounds: number;
  /** False where the log says too little of what the other policy does: then only the model is left. */
  readonly isSupported: boolean;
}

/** So many draws tell what a solution does whose combinations are not listed. */
const DRAWS = 64;

/**
 * Weighs a logged round for a policy that would have drawn from `target`. Combinations are compared
 * as sets: a cascade in another call order earns the same, and is taken to cost the same.
 */
export function weighed(
  round: LoggedRound,
  target: RelaxedSolution,
  model: OutcomeModel,
): WeighedRound {
  const believed = model(round.combination);
  const expected = expectationOf(target, model);
  return {
    weight: setPropensity(target, round.combination) / round.propensity,
    reward: { seen: round.reward, believed: believed.reward, expected: expected.reward },
    costNano: { seen: round.costNano, believed: believed.costNano, expected: expected.costNano },
  };
}

/** With fewer rounds than this of the other policy's own, intervals are not to be trusted. */
const LEAST_ROUNDS = 50;
/** Weights average to 1 where all that the other policy does was drawn at times. */
const MOST_MISSING = 0.1;

/**
 * Estimates the mean reward and cost of another policy from weighed rounds.
 * @param rounds at least one
 */
export function offPolicy(rounds: readonly WeighedRound[]): OffPolicyReport {
  const weights = rounds.map(({ weight }) => weight);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const squares = weights.reduce((total, weight) => total + weight * weight, 0);
  const effectiveRounds = squares > 0 ? (sum * sum) / squares : 0;
  const mean = intervalOf(weights);
  const missing = Math.max(mean.low - 1, 1 - mean.high, 0);
  return {
    reward: estimatesOf(rounds, ({ reward }) => reward),
    costNano: estimatesOf(rounds, ({ costNano }) => costNano),
    effectiveRounds,
    isSupported: effectiveRounds >= LEAST_ROUNDS && missing <= MOST_MISSING,
  };
}

function estimatesOf(
  rounds: readonly WeighedRound[],
  of: (round: WeighedRound) => Weighed,
): OffPolicyEstimates {
  const weightSum = rounds.reduce((sum, { weight }) => sum + weight, 0);
  const seenSum = rounds.reduce((sum, round) => sum + round.weight * of(round).seen, 0);
  const ratio = weightSum > 0 ? seenSum / weightSum : 0;
  const meanWeight = weightSum / rounds.length || 1;
  const around = intervalOf(
    rounds.map((round) => (round.weight / meanWeight) * (of(round).seen - ratio)),
  );
  return {
    ips: intervalOf(rounds.map((round) => round.weight * of(round).seen)),
    snips: { value: ratio, low: ratio + around.low, high: ratio + around.high },
    dr: intervalOf(
      rounds.map((round) => {
        const { seen, believed, expected } = of(round);
        return expected + round.weight * (seen - believed);
      }),
    ),
    model: rounds.reduce((sum, round) => sum + of(round).expected, 0) / rounds.length,
  };
}

/** The mean of values, and its interval of 95% by the normal distribution. */
function intervalOf(values: readonly number[]): Interval {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = 1.96 * Math.sqrt(squares / Math.max(1, values.length - 1) / values.length);
  return { value: mean, low: mean - half, high: mean + half };
}

function expectationOf(target: RelaxedSolution, model: OutcomeModel) {
  if (target.over !== 'combinations') return sampledExpectation(target, model);
  let reward = 0;
  let costNano = 0;
  for (const { combination, probability } of target.support) {
    const one = model(combination);
    reward += probability * one.reward;
    costNano += probability * one.costNano;
  }
  return { reward, costNano };
}

function sampledExpectation(target: RelaxedSolution, model: OutcomeModel) {
  const random = randomOf(1);
  const drawn = Array.from({ length: DRAWS }, () => model(draw(target, random).combination));
  return {
    reward: drawn.reduce((sum, one) => sum + one.reward / DRAWS, 0),
    costNano: drawn.reduce((sum, one) => sum + one.costNano / DRAWS, 0),
  };
}

/** The probability with which a solution draws these models, in whatever call order. */
function setPropensity(target: RelaxedSolution, combination: readonly ModelId[]): number {
  const asked = new Set(combination);
  switch (target.over) {
    case 'combinations':
      return target.support.reduce(
        (sum, point) =>
          point.combination.length === asked.size &&
          point.combination.every((one) => asked.has(one))
            ? sum + point.probability
            : sum,
        0,
      );
    case 'models': {
      const order = target.fractions.map(({ model }) => model).filter((one) => asked.has(one));
      return order.length === asked.size ? propensityOf(target, order) : 0;
    }
    case 'explored': {
      const { followed, share, models } = target;
      const order = models.filter((one) => asked.has(one));
      const none = { ...target, share: 1 };
      return (1 - share) * setPropensity(followed, combination) + share * propensityOf(none, order);
    }
  }
}
