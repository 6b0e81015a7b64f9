import { Injectable } from '@nestjs/common';
import { JudgeStore, type JudgedAndRated } from '#storage';
import type { Task } from '../tasks/task.js';
import { cohensKappa } from './cohens-kappa.js';

/** How the marks of a judge and the ratings of users compare. */
export interface Agreement extends JudgedAndRated {
  /** Beyond chance, of whether an answer is good; see `cohensKappa`. */
  kappa: number | null;
}

/** Compares what judges and users thought of the same answers. */
@Injectable()
export class JudgeAgreement {
  constructor(private readonly store: JudgeStore) {}

  /** An answer is good from its task's `successAt` on. */
  async of(tasks: readonly Task[], from: Date, to: Date): Promise<Agreement[]> {
    const compared = tasks.map(({ name, execution }) => ({
      task: name,
      successAtMicro: Math.round(execution.successAt * 1e6),
    }));
    const rows = await this.store.agreement(compared, from, to);
    return rows.map((row) => ({ ...row, kappa: kappaOf(row) }));
  }
}

function kappaOf({ bothGood, onlyJudgeGood, onlyUserGood, bothPoor }: JudgedAndRated) {
  return cohensKappa({
    bothYes: bothGood,
    onlyFirst: onlyJudgeGood,
    onlySecond: onlyUserGood,
    bothNo: bothPoor,
  });
}
