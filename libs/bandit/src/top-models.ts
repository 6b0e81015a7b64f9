/**
 * The indices of the greatest keys, at most `count`, ascending; equal keys by the greater tie, then by
 * index. One pass with a heap of `count` entries, whose root is the worst kept.
 * @param above only keys above it are taken
 */
export function topModels(
  keys: Float64Array,
  ties: Float64Array,
  count: number,
  above = -Infinity,
): number[] {
  const heap: number[] = [];
  for (let index = 0; index < keys.length; index += 1) {
    if (!((keys[index] as number) > above)) continue;
    if (heap.length < count) {
      heap.push(index);
      rise(heap, heap.length - 1, keys, ties);
    } else if (count > 0 && isWorse(heap[0] as number, index, keys, ties)) {
      heap[0] = index;
      sink(heap, keys, ties);
    }
  }
  return heap.sort((left, right) => left - right);
}

function isWorse(left: number, right: number, keys: Float64Array, ties: Float64Array): boolean {
  const difference = (keys[left] as number) - (keys[right] as number);
  if (difference !== 0) return difference < 0;
  const tie = (ties[left] as number) - (ties[right] as number);
  return tie === 0 ? left > right : tie < 0;
}

function rise(heap: number[], from: number, keys: Float64Array, ties: Float64Array): void {
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isWorse(heap[at] as number, heap[parent] as number, keys, ties)) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function sink(heap: number[], keys: Float64Array, ties: Float64Array): void {
  let at = 0;
  for (;;) {
    let worst = at;
    for (const child of [2 * at + 1, 2 * at + 2]) {
      if (
        child < heap.length &&
        isWorse(heap[child] as number, heap[worst] as number, keys, ties)
      ) {
        worst = child;
      }
    }
    if (worst === at) return;
    swap(heap, at, worst);
    at = worst;
  }
}

function swap(heap: number[], left: number, right: number): void {
  const kept = heap[left] as number;
  heap[left] = heap[right] as number;
  heap[right] = kept;
}
