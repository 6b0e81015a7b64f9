import type { ArmBounds } from '../arm-bounds.js';
import { pacedBudget } from '../pacing.js';
import type { Policy } from '../policy.js';
import { draw, type SupportPoint } from '../relaxed-solution.js';
import { baselineDefaults, checkedSettings, type BaselineSettings } from './baseline-settings.js';
import { betaOf } from './beta.js';
import { certainly, discreteChoice } from './discrete-choice.js';
import { plainBounds, withRewards } from './plain-bounds.js';

/** The hyper-parameters of Thompson sampling. */
export interface ThompsonSettings extends BaselineSettings {
  /** So many samples of the posterior are taken a round, from 1 to 10,000. */
  readonly samples: number;
}

/** Used where nothing else is said. */
export const thompsonDefaults: ThompsonSettings = { ...baselineDefaults, samples: 16 };

/**
 * Thompson sampling: rewards drawn from their posteriors Beta(1 + successes, 1 + failures), and the
 * best combination by them within the paced budget. Its propensity has no closed form: several
 * samples are taken, one of them is drawn, and the propensity is estimated as the part of the samples
 * with the same combination. So it is unbiased given the draw of another sample, and never 0.
 * @throws {SettingsError} for settings out of range
 */
export function thompson(own: Partial<ThompsonSettings> = {}): Policy {
  const settings = checkedSettings(thompsonDefaults, { samples: [1, 10_000] }, own);
  const choose = discreteChoice(settings);
  return {
    name: 'thompson',
    decide(input, random) {
      const luck = random.next();
      const plain = plainBounds(input, settings);
      const paced = pacedBudget(input.pacing, input.budgetNano, settings);
      const sampled = Array.from({ length: Math.floor(settings.samples) }, () =>
        choose(
          input,
          withRewards(plain, (arm) => posteriorReward(arm, random)),
          paced,
        ),
      );
      const support = counted(sampled);
      const mean = (value: (point: SupportPoint) => number) =>
        support.reduce((sum, point) => sum + point.probability * value(point), 0);
      const relaxed = {
        over: 'combinations',
        support,
        reward: mean(({ reward }) => reward),
        costNano: mean(({ costNano }) => costNano),
      } as const;
      const drawn = draw(relaxed, { next: () => luck });
      const base = certainly(pointOf(support, drawn.combination), plain, input, settings);
      return { ...base, relaxed, propensity: drawn.propensity };
    },
  };
}

function posteriorReward({ rewards, meanReward }: ArmBounds, random: Parameters<typeof betaOf>[2]) {
  const successes = rewards * (meanReward ?? 0);
  return betaOf(1 + successes, 1 + rewards - successes, random);
}

/** Each combination once, with its part of the samples. */
function counted(sampled: readonly SupportPoint[]): SupportPoint[] {
  const points = new Map<string, SupportPoint>();
  for (const point of sampled) {
    const key = point.combination.join('\n');
    const probability = (points.get(key)?.probability ?? 0) + 1 / sampled.length;
    points.set(key, { ...(points.get(key) ?? point), probability });
  }
  return [...points.values()];
}

function pointOf(support: readonly SupportPoint[], combination: readonly string[]): SupportPoint {
  return support.find((point) => point.combination === combination) as SupportPoint;
}
