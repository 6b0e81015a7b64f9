import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FrontPoint } from '#allocation';
import { noSuchAccuracy, tooDear } from './chosen-point.js';
import type { PlanQuestion, QuestionAnswer, QuestionGround } from './question-thread.js';

/**
 * Answers a direct question on the whole front, of which a plan shows some points.
 * @param content what was kept of the front
 * @throws {ApiError} 400 that says what can be had
 */
export async function answered(content: Uint8Array, question: PlanQuestion): Promise<FrontPoint> {
  const ground: QuestionGround = { content, question };
  const worker = new Worker(new URL('./question-thread.js', import.meta.url), {
    workerData: ground,
  });
  try {
    const [answer] = (await once(worker, 'message')) as [QuestionAnswer];
    if (answer.kind === 'unaffordable') throw tooDear(answer.cheapestNano);
    if (answer.kind === 'unreachable') throw noSuchAccuracy(answer.highest);
    return answer.point;
  } finally {
    await worker.terminate();
  }
}
