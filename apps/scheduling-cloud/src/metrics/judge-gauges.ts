import { Injectable } from '@nestjs/common';
import { JudgeAgreement } from '../admin/judge-agreement.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { MetricsRegistry, together } from './metrics-registry.js';

/** Of the last so many days. */
const DAYS = 30;
/** Comparing a month of answers is not for every scrape. */
const EVERY_MS = 60_000;

const LABELS = ['task', 'judge'] as const;

/** How far judges agreed with users in the last 30 days, as all replicas see it. */
@Injectable()
export class JudgeGauges {
  constructor(metrics: MetricsRegistry, agreement: JudgeAgreement, tasks: TaskRegistry) {
    let readAt = -Infinity;
    const read = together(async () => {
      const now = Date.now();
      if (now - readAt < EVERY_MS) return;
      const judged = tasks.all.filter(({ judge }) => judge !== null);
      const from = new Date(now - DAYS * 86_400_000);
      const rows = judged.length === 0 ? [] : await agreement.of(judged, from, new Date(now));
      for (const gauge of [answers, difference, kappa]) gauge.reset();
      for (const { task, judge, ...row } of rows) {
        answers.set({ task, judge }, row.answers);
        difference.set({ task, judge }, row.meanAbsoluteDifference);
        if (row.kappa !== null) kappa.set({ task, judge }, row.kappa);
      }
      readAt = now;
    });
    const gauge = (name: string, help: string) => metrics.gauge(name, help, LABELS, read);
    const answers = gauge('purser_judged_and_rated_answers', 'Answers with a mark and a rating.');
    const difference = gauge(
      'purser_judge_mean_absolute_difference',
      'Of the marks of a judge and the ratings of users.',
    );
    const kappa = gauge('purser_judge_kappa', 'Agreement of a judge with users, beyond chance.');
  }
}
