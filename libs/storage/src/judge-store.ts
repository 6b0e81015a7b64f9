import type { DataSource } from 'typeorm';

/** Answers that a judge and users have marked, counted by what each thought of them. */
export interface JudgedAndRated {
  task: string;
  /** The model that judged. */
  judge: string;
  answers: number;
  /** Mean of |score - rating|, in [0, 1]. */
  meanAbsoluteDifference: number;
  /** Mean of score - rating: above 0 the judge is the kinder one. */
  meanDifference: number;
  /** Pearson's; null where one of the two has always said the same. */
  correlation: number | null;
  bothGood: number;
  onlyJudgeGood: number;
  onlyUserGood: number;
  bothPoor: number;
}

/** Whose answers are compared. */
export interface ComparedTask {
  task: string;
  /** From which score or rating on an answer is good, in micro-units. */
  successAtMicro: number;
}

/** Compares the scores of judges with the ratings of users. */
export class JudgeStore {
  constructor(private readonly database: DataSource) {}

  /**
   * By task and judge, those with the most answers first.
   * @param from when the first of the calls was made
   * @param to until when, not included
   */
  async agreement(tasks: readonly ComparedTask[], from: Date, to: Date): Promise<JudgedAndRated[]> {
    return this.database.query<JudgedAndRated[]>(AGREEMENT, [
      tasks.map(({ task }) => task),
      tasks.map(({ successAtMicro }) => successAtMicro),
      from,
      to,
    ]);
  }
}

const AGREEMENT = `
SELECT call.task, judgement ->> 'model' AS judge, count(*)::integer AS answers,
  avg(abs(score_micro - reward_micro))::float8 / 1e6 AS "meanAbsoluteDifference",
  avg(score_micro - reward_micro)::float8 / 1e6 AS "meanDifference",
  corr(score_micro, reward_micro) AS correlation,
  count(*) FILTER (WHERE score_micro >= at AND reward_micro >= at)::integer AS "bothGood",
  count(*) FILTER (WHERE score_micro >= at AND reward_micro < at)::integer AS "onlyJudgeGood",
  count(*) FILTER (WHERE score_micro < at AND reward_micro >= at)::integer AS "onlyUserGood",
  count(*) FILTER (WHERE score_micro < at AND reward_micro < at)::integer AS "bothPoor"
FROM purser.calls AS call
JOIN unnest($1::text[], $2::integer[]) AS compared (task, at) ON compared.task = call.task
WHERE started_at >= $3 AND started_at < $4
  AND judgement IS NOT NULL AND reward_source = 'rating' AND score_micro IS NOT NULL
GROUP BY call.task, judge ORDER BY answers DESC, call.task, judge`;
