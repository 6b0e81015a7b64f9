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
import { highsSolver, solveByYalps } from './peer-solvers.js';

/** How long something took, of so many models. */
interface DecideFigure {
  readonly what: string;
  readonly models: number;
  readonly medianMicros: number;
  readonly p99Micros: number;
}

/** How fast it is, and how far the solvers' objectives were from each other at most: a part of them. */
export interface DecideReport {
  readonly figures: readonly DecideFigure[];
  readonly instances: number;
  readonly objectivesApart: number;
  readonly tolerance: number;
}

const SIZE = 4;
const INSTANCES = 20;
const rewardModels = ['any-win', 'sum-up', 'all-in'] as const;
/** The solvers must agree on the objective to this part of it: HiGHS's own tolerance is 1e-7. */
const EQUAL = 1e-6;

/**
 * Times decisions, bounds to combination, and the linear program within them by each solver on the
 * same instances.
 * @param sizes numbers of models
 * @param seconds about so long for each figure
 * @throws {Error} if the solvers do not reach the same objective
 */
export async function benchDecide(
  sizes: readonly number[],
  seconds: number,
): Promise<DecideReport> {
  const { solver: solveByHighs, stop } = await highsSolver();
  const solvers = new Map<string, LinearSolver>([
    ['price search (ours)', solveByPrice],
    ['javascript-lp-solver', solveByLibrary],
    ['yalps', solveByYalps],
    ['highs (wasm)', solveByHighs],
  ]);
  try {
    const apart = sizes.flatMap((models) =>
      programsOf(models).map((program) => objectivesApart(program, solvers)),
    );
    const figures = sizes.flatMap((models) => [
      ...decisions(models, seconds),
      ...solutions(models, seconds, solvers),
    ]);
    const objectives = Math.max(...apart);
    return { figures, instances: apart.length, objectivesApart: objectives, tolerance: EQUAL };
  } finally {
    stop();
  }
}

/** Over combinations only where they can be listed. */
function decisions(models: number, seconds: number): DecideFigure[] {
  const inputs = Array.from({ length: INSTANCES }, (_, seed) => inputOf(models, randomOf(seed)));
  const decided = (rewardModel: RewardModelName, relaxation: RelaxationName): DecideFigure => {
    const policy = c2mabV({ relaxation });
    const chance = randomOf(1);
    const decide = (instance: number) =>
      policy.decide({ ...(inputs[instance] as DecisionInput), rewardModel }, chance);
    const what = `decide ${rewardModel}, over ${relaxation}`;
    return { what, models, ...timed(decide, seconds) };
  };
  return [
    ...(models <= 10
      ? rewardModels.map((rewardModel) => decided(rewardModel, 'combinations'))
      : []),
    ...rewardModels.map((rewardModel) => decided(rewardModel, 'models')),
  ];
}

function solutions(
  models: number,
  seconds: number,
  solvers: ReadonlyMap<string, LinearSolver>,
): DecideFigure[] {
  const programs = programsOf(models);
  return [...solvers].map(([name, solver]) => ({
    what: `linear program, ${name}`,
    models,
    ...timed((instance) => solver(programs[instance] as LinearProgram), seconds),
  }));
}

function programsOf(models: number): LinearProgram[] {
  return Array.from({ length: INSTANCES }, (_, seed) => programOf(models, randomOf(seed)));
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

/** How far the objectives are from the best of them: a part of it. */
function objectivesApart(
  program: LinearProgram,
  solvers: ReadonlyMap<string, LinearSolver>,
): number {
  const objectives = [...solvers].map(([name, solver]) => {
    const fractions = solver(program);
    if (fractions === null) throw new Error(`${name} finds a program infeasible`);
    return fractions.reduce((sum, part, model) => sum + part * (program.weights[model] ?? 0), 0);
  });
  const best = Math.max(...objectives);
  const apart = (best - Math.min(...objectives)) / best;
  if (apart <= EQUAL) return apart;
  throw new Error(`the solvers disagree: ${[...solvers.keys()].join()} reach ${objectives.join()}`);
}

function timed(run: (instance: number) => unknown, seconds: number) {
  const warm = performance.now() + seconds * 500;
  for (let call = 0; call < 2_000 && performance.now() < warm; call += 1) run(call % INSTANCES);
  const until = performance.now() + seconds * 1e3;
  const times: number[] = [];
  do {
    const start = performance.now();
    run(times.length % INSTANCES);
    times.push((performance.now() - start) * 1e3);
  } while (performance.now() < until || times.length < INSTANCES);
  times.sort((a, b) => a - b);
  const at = (part: number) => times[Math.floor(part * (times.length - 1))] ?? 0;
  return { medianMicros: at(0.5), p99Micros: at(0.99) };
}
