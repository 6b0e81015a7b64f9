import {
  c2mabV,
  emptyArm,
  emptyPacing,
  observe,
  randomOf,
  solveByLibrary,
  solveByPrice,
  type DecisionInput,
  type LinearProgram,
  type LinearSolver,
  type Random,
  type RelaxationName,
  type RewardModelName,
} from '#bandit';

/** How long something took, of so many models. Microseconds. */
export interface DecideFigure {
  readonly what: string;
  readonly models: number;
  readonly median: number;
  readonly p99: number;
}

const SIZE = 4;
const INSTANCES = 20;
/** The solvers must agree on the objective to this part of it. */
const EQUAL = 1e-6;

/**
 * Times decisions, bounds to combination, and the linear program within them by each solver on the
 * same instances.
 * @param seconds about so long for each figure
 * @throws {Error} if the solvers do not reach the same objective
 */
export function benchDecide(models: number, seconds: number): DecideFigure[] {
  const inputs = Array.from({ length: INSTANCES }, (_, seed) => inputOf(models, randomOf(seed)));
  const programs = Array.from({ length: INSTANCES }, (_, seed) =>
    programOf(models, randomOf(seed)),
  );
  programs.forEach(assertEqual);
  const figure = (what: string, run: (instance: number) => unknown): DecideFigure => ({
    what,
    models,
    ...timed(run, seconds),
  });
  const decided = (rewardModel: RewardModelName, relaxation: RelaxationName): DecideFigure => {
    const policy = c2mabV({ relaxation });
    const chance = randomOf(1);
    return figure(`decide ${rewardModel}, over ${relaxation}`, (instance) =>
      policy.decide({ ...(inputs[instance] as DecisionInput), rewardModel }, chance),
    );
  };
  const solved = (name: string, solver: LinearSolver) =>
    figure(`linear program, ${name}`, (instance) => solver(programs[instance] as LinearProgram));
  return [
    ...(models <= 10
      ? [decided('any-win', 'combinations'), decided('sum-up', 'combinations')]
      : []),
    decided('any-win', 'models'),
    decided('sum-up', 'models'),
    decided('all-in', 'models'),
    solved('price search', solveByPrice),
    solved('javascript-lp-solver', solveByLibrary),
  ];
}

/** A task after some thousand rounds, its models of all prices. */
function inputOf(models: number, random: Random): DecisionInput {
  const offers = Array.from({ length: models }, (_, at) => ({
    model: `model ${at}`,
    priorCostNano: Math.round(20_000 * 300 ** random.next()),
  }));
  const statistics = new Map(
    offers.map(({ model, priorCostNano }) => {
      const skill = random.next();
      let arm = emptyArm;
      for (let call = 0; call < 40; call += 1) {
        const rewardMicro = random.next() < skill ? 1_000_000 : 0;
        const costNano = Math.round(priorCostNano * (0.5 + random.next()));
        arm = observe(arm, { rewardMicro, costNano });
      }
      return [model, arm];
    }),
  );
  const budgetNano = 1_000_000;
  const round = 10_000;
  const rest = { rewardModel: 'any-win', size: SIZE, pacing: emptyPacing } as const;
  return { offers, statistics, round, budgetNano, ...rest };
}

function programOf(models: number, random: Random): LinearProgram {
  const costs = Float64Array.from({ length: models }, () => 20_000 * 300 ** random.next());
  const cheapest = costs.toSorted().subarray(0, SIZE);
  return {
    weights: Float64Array.from({ length: models }, () => random.next()),
    costs,
    budget: 3 * cheapest.reduce((sum, cost) => sum + cost, 0),
    size: SIZE,
    exactly: true,
  };
}

function assertEqual(program: LinearProgram): void {
  const [ours, theirs] = [solveByPrice, solveByLibrary].map((solver) => {
    const z = solver(program) ?? [];
    return z.reduce((sum, part, model) => sum + part * (program.weights[model] ?? 0), 0);
  });
  if (ours === undefined || theirs === undefined || Math.abs(ours - theirs) > EQUAL * theirs)
    throw new Error(`the solvers disagree: ${String(ours)} and ${String(theirs)}`);
}

function timed(run: (instance: number) => unknown, seconds: number) {
  const until = performance.now() + seconds * 1e3;
  for (let call = 0; call < 200 && performance.now() < until; call += 1) run(call % INSTANCES);
  const times: number[] = [];
  do {
    const start = performance.now();
    run(times.length % INSTANCES);
    times.push((performance.now() - start) * 1e3);
  } while (performance.now() < until);
  times.sort((a, b) => a - b);
  const at = (part: number) => times[Math.floor(part * (times.length - 1))] ?? 0;
  return { median: at(0.5), p99: at(0.99) };
}
