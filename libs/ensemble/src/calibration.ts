/** A belief that was served, and whether its label was right. */
export interface Judged {
  /** In [0, 1]. */
  readonly belief: number;
  /** 1 if the label was right, 0 if it was wrong; ratings may lie between. */
  readonly right: number;
}

/** Beliefs of one stretch: how often their labels were right. */
export interface CalibrationPoint {
  /** The mean belief. */
  readonly belief: number;
  /** The part that was right. */
  readonly right: number;
  /** How many they are. */
  readonly rounds: number;
}

/** How often labels were right, by how much they were believed: never falling. Ascending in belief. */
export type Calibration = readonly CalibrationPoint[];

/** How many judged rounds the belief itself is worth, where there are few. */
const PRIOR_ROUNDS = 10;

/**
 * Learns from judged rounds how far beliefs can be trusted: isotonic regression by pooling adjacent
 * violators (Zadrozny and Elkan 2002). Votes are believed too much where models err together.
 */
export function calibrated(judged: readonly Judged[]): Calibration {
  const pools: CalibrationPoint[] = [];
  for (const { belief, right } of judged.toSorted((left, other) => left.belief - other.belief)) {
    let pool: CalibrationPoint = { belief, right, rounds: 1 };
    for (
      let last = pools.at(-1);
      last !== undefined && (last.right >= pool.right || last.belief === pool.belief);
      last = pools.at(-1)
    ) {
      pools.pop();
      pool = pooled(last, pool);
    }
    pools.push(pool);
  }
  return pools;
}

/**
 * The chance that a label believed so much is right: read off between the nearest pools, each drawn
 * towards its own belief as far as it holds few rounds. The belief itself where nothing was judged.
 */
export function confidenceIn(belief: number, calibration: Calibration): number {
  const after = calibration.findIndex((pool) => pool.belief >= belief);
  const above = calibration[after];
  const below = after < 0 ? calibration.at(-1) : calibration[after - 1];
  if (below === undefined && above === undefined) return belief;
  if (below === undefined) return trusted(above as CalibrationPoint);
  if (above === undefined) return trusted(below);
  const part = (belief - below.belief) / (above.belief - below.belief);
  return trusted(below) + part * (trusted(above) - trusted(below));
}

/** How well confidences agree with what came of them. */
export interface CalibrationFigures {
  /** Expected calibration error: the mean gap of ten equal bins, weighed by their rounds. */
  readonly gap: number;
  /** The mean squared error (Brier). */
  readonly brier: number;
  /** The bins that are not empty. */
  readonly curve: Calibration;
}

const BINS = 10;

/** @param judged at least one */
export function calibrationFigures(judged: readonly Judged[]): CalibrationFigures {
  const bins = new Map<number, CalibrationPoint>();
  let squares = 0;
  for (const { belief, right } of judged) {
    squares += (belief - right) * (belief - right);
    const bin = Math.min(BINS - 1, Math.floor(belief * BINS));
    const known = bins.get(bin);
    const point = { belief, right, rounds: 1 };
    bins.set(bin, known ? pooled(known, point) : point);
  }
  const curve = [...bins].toSorted(([left], [right]) => left - right).map(([, point]) => point);
  const gap = curve.reduce(
    (sum, { belief, right, rounds }) => sum + (Math.abs(belief - right) * rounds) / judged.length,
    0,
  );
  return { gap, brier: squares / judged.length, curve };
}

function pooled(one: CalibrationPoint, other: CalibrationPoint): CalibrationPoint {
  const rounds = one.rounds + other.rounds;
  const mean = (left: number, right: number): number =>
    (left * one.rounds + right * other.rounds) / rounds;
  return { belief: mean(one.belief, other.belief), right: mean(one.right, other.right), rounds };
}

function trusted({ belief, right, rounds }: CalibrationPoint): number {
  return (right * rounds + belief * PRIOR_ROUNDS) / (rounds + PRIOR_ROUNDS);
}
