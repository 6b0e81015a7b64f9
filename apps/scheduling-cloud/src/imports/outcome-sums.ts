import type { ModelId } from '#bandit';
import type { ImportedArm } from '#storage';
import type { Task } from '../tasks/task.js';
import type { Outcome } from './outcome-line.js';

/** Sums of outcomes by model: as many numbers as there are models, however long the import is. */
export class OutcomeSums {
  private readonly sums = new Map<ModelId, ImportedArm>();
  count = 0;

  constructor(private readonly prices: Task['prices']) {}

  add({ model, rewardMicro, costNano, inputTokens, outputTokens }: Outcome): void {
    const arm = this.armOf(model);
    this.count += 1;
    if (rewardMicro !== null) {
      arm.rewards += 1;
      arm.rewardSumMicro += rewardMicro;
      arm.rewardSquareSumMicro2 += BigInt(rewardMicro) ** 2n;
    }
    if (costNano === null) return;
    arm.costs += 1;
    arm.costSumNano += costNano;
    arm.costSquareSumNano2 += BigInt(costNano) ** 2n;
    if (inputTokens === null || outputTokens === null) return;
    arm.tokenCalls += 1;
    arm.inputTokens += inputTokens;
    arm.outputTokens += outputTokens;
  }

  /** By the models' names. */
  get arms(): ImportedArm[] {
    return [...this.sums.values()].sort((one, other) => (one.model < other.model ? -1 : 1));
  }

  private armOf(model: ModelId): ImportedArm {
    const known = this.sums.get(model);
    if (known !== undefined) return known;
    const fresh: ImportedArm = {
      model,
      price: this.prices.get(model) ?? null,
      ...{ rewards: 0, rewardSumMicro: 0, rewardSquareSumMicro2: 0n },
      ...{ costs: 0, costSumNano: 0, costSquareSumNano2: 0n },
      ...{ tokenCalls: 0, inputTokens: 0, outputTokens: 0 },
    };
    this.sums.set(model, fresh);
    return fresh;
  }
}
