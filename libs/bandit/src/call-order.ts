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
  if (count > FEW) keys.sort();
  else sortFew(keys);
  for (let rank = 0; rank < count; rank += 1) {
    const key = keys[rank] as number;
    keys[rank] = key - Math.floor(key / count) * count;
  }
  return keys;
}

/** Up to so many, insertion is faster than the sort that is built in. */
const FEW = 32;

function sortFew(keys: Float64Array): void {
  for (let end = 1; end < keys.length; end += 1) {
    const key = keys[end] as number;
    let at = end;
    for (; at > 0 && (keys[at - 1] as number) > key; at -= 1) keys[at] = keys[at - 1] as number;
    keys[at] = key;
  }
}
