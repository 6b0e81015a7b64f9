import type { ArmBounds } from './arm-bounds.js';

/**
 * The indices of the models in the order in which a cascade asks them: most reward per dollar first,
 * which is the cheapest order of every combination where successes are independent. Models whose
 * nano-dollars a success differ by less than a millionth keep their order: so a number holds both the
 * logarithm and the index, and numbers sort five times faster than objects.
 */
export function callOrder(bounds: readonly ArmBounds[]): Float64Array {
  const count = bounds.length;
  const keys = new Float64Array(count);
  bounds.forEach(({ meanCostNano, likelyReward }, index) => {
    const millionths = Math.round(Math.log(Math.max(1e-9, meanCostNano / likelyReward)) * 1e6);
    keys[index] = millionths * count + index;
  });
  keys.sort();
  return keys.map((key) => key - Math.floor(key / count) * count);
}
