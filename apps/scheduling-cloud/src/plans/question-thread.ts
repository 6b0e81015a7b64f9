/** The entry of the thread that answers a direct question about a plan, so that requests are answered meanwhile. */
import { parentPort, workerData } from 'node:worker_threads';
import { FrontQuestions, UnaffordableError, UnreachableError, type FrontPoint } from '#allocation';
import { unpackedGround } from './packed-ground.js';

/** What is asked of a batch. */
export type PlanQuestion = { readonly maxCostNano: number } | { readonly minAccuracy: number };

/** What the thread is handed. */
export interface QuestionGround {
  readonly content: Uint8Array;
  readonly question: PlanQuestion;
}

/** What it says: the answer, or what can be had instead. */
export type QuestionAnswer =
  | { readonly kind: 'point'; readonly point: FrontPoint }
  | { readonly kind: 'unaffordable'; readonly cheapestNano: number }
  | { readonly kind: 'unreachable'; readonly highest: number };

const { content, question } = workerData as QuestionGround;
parentPort?.postMessage(answerOf(FrontQuestions.unpacked(unpackedGround(content))));

function answerOf(questions: FrontQuestions): QuestionAnswer {
  try {
    const point =
      'maxCostNano' in question
        ? questions.withinBudget(question.maxCostNano)
        : questions.reaching(question.minAccuracy);
    return { kind: 'point', point };
  } catch (error) {
    if (error instanceof UnaffordableError)
      return { kind: 'unaffordable', cheapestNano: error.cheapestNano };
    if (error instanceof UnreachableError) return { kind: 'unreachable', highest: error.highest };
    throw error;
  }
}
