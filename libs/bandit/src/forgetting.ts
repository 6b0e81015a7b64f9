import type { ArmStatistics } from './arm-statistics.js';
import { SettingsError } from './settings-error.js';

/** How what was observed long ago stops counting; both may be set, neither forgets nothing. */
export interface Forgetting {
  /** An observation of so many rounds ago weighs half as much as one of now: discounted UCB. */
  readonly halfLifeRounds?: number;
  /** Observations from more rounds ago than this don't count: sliding-window UCB. */
  readonly windowRounds?: number;
}

/** The range of both, in rounds. */
export const forgettingRange = [20, 1e7] as const;

/** @throws {SettingsError} which names each setting that is out of range */
export function assertForgetting(forgetting: Forgetting): void {
  const [least, most] = forgettingRange;
  const faults = (['halfLifeRounds', 'windowRounds'] as const).flatMap((name) => {
    const value = forgetting[name] ?? least;
    const fits = value >= least && value <= most;
    return fits ? [] : [`${name} is ${value}, must be from ${least} to ${most}`];
  });
  if (faults.length > 0) throw new SettingsError(faults);
}

/** An epoch is a tenth of the memory: within one, all observations weigh the same. */
const EPOCHS = 10;

/**
 * The epoch of a round: rounds of one epoch are summed, and their sums are forgotten together. So the
 * weight of an observation depends on its round alone, and the order of observing never matters
 * (Garivier and Moulines, ALT 2011, in steps).
 */
export function epochOf(round: number, forgetting: Forgetting): number {
  return Math.floor(round / epochLength(forgetting));
}

/** What an observation of an epoch weighs in another, from 0 to 1. */
export function weightOf(epoch: number, now: number, forgetting: Forgetting): number {
  const { halfLifeRounds = Infinity, windowRounds = Infinity } = forgetting;
  if (epoch >= now) return 1;
  const rounds = (now - epoch) * epochLength(forgetting);
  return rounds >= windowRounds ? 0 : Math.exp((-Math.LN2 * rounds) / halfLifeRounds);
}

/** How many rounds an epoch has, at least 2 and perhaps no integer; Infinity where nothing is forgotten. */
export function epochLength({ halfLifeRounds, windowRounds }: Forgetting): number {
  const memory = Math.min(halfLifeRounds ?? Infinity, windowRounds ?? Infinity);
  return memory / EPOCHS;
}

/** Statistics that weigh less. For deciding, not to be stored: counts are no integers any more. */
export function weighed(arm: ArmStatistics, weight: number): ArmStatistics {
  if (weight === 1) return arm;
  return {
    rewards: arm.rewards * weight,
    rewardSumMicro: Math.round(arm.rewardSumMicro * weight),
    rewardSquareSumMicro2: BigInt(Math.round(Number(arm.rewardSquareSumMicro2) * weight)),
    costs: arm.costs * weight,
    costSumNano: Math.round(arm.costSumNano * weight),
    costSquareSumNano2: BigInt(Math.round(Number(arm.costSquareSumNano2) * weight)),
  };
}
