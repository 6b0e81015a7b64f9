import { setImmediate as others } from 'node:timers/promises';

/** For so long requests wait while steps are taken. */
const SLICE_MS = 5;

/** Takes all steps, and lets others in between. */
export async function inSlices<Result>(steps: Generator<unknown, Result>): Promise<Result> {
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - since < SLICE_MS) continue;
    await others();
    since = performance.now();
  }
}
