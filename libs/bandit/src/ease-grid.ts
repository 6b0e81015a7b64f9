/** How easy a query is, in standard deviations: the steps at which the integrals are taken. */
export const EASES = Float64Array.from({ length: 11 }, (_, step) => 0.6 * (step - 5));

/** The normal weight of each step; they sum to 1. */
export const EASE_WEIGHTS = normalised(EASES.map((ease) => Math.exp((-ease * ease) / 2)));

/**
 * The chance of success of every model at every step, `model * EASES.length + step`.
 * @param spread how much a standard deviation of ease adds to the logit of a success
 */
export function winsOf(abilities: Float64Array, spread: number): Float64Array {
  const steps = EASES.length;
  const wins = new Float64Array(abilities.length * steps);
  abilities.forEach((ability, model) => {
    for (let step = 0; step < steps; step += 1) {
      wins[model * steps + step] = 1 / (1 + Math.exp(-ability - spread * (EASES[step] as number)));
    }
  });
  return wins;
}

function normalised(weights: Float64Array): Float64Array {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return weights.map((weight) => weight / sum);
}
