import type { ModelId } from './model-offer.js';

/** What an operator asks of every combination, whatever the models earn. */
export interface CombinationRules {
  /** These are never asked. */
  readonly exclude?: readonly ModelId[];
  /** Of each group at least one is in the combination: a region, a provider with a contract. */
  readonly atLeastOneOf?: readonly (readonly ModelId[])[];
  /** Of each group at most one is: no two of a provider. */
  readonly atMostOneOf?: readonly (readonly ModelId[])[];
}

/** No combination keeps the rules. */
export class RulesError extends Error {
  override readonly name = 'RulesError';

  constructor(size: number) {
    super(
      `no combination of ${size} of the models keeps the rules: ` +
        `drop a rule, add a model that fits, or change the size`,
    );
  }
}

/** Whether a combination keeps the rules. */
export function keepsRules(
  combination: readonly ModelId[],
  { exclude = [], atLeastOneOf = [], atMostOneOf = [] }: CombinationRules,
): boolean {
  const among = (group: readonly ModelId[]) =>
    combination.filter((model) => group.includes(model)).length;
  return (
    among(exclude) === 0 &&
    atLeastOneOf.every((group) => among(group) >= 1) &&
    atMostOneOf.every((group) => among(group) <= 1)
  );
}
