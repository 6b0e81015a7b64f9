import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { CallReport, QueryOutcome } from '#contracts';
import { TaskRegistry } from '../tasks/task-registry.js';
import {
  admitted,
  checked,
  learnt,
  rated,
  refused,
  swept,
  turnedAway,
  type AdmittedQuery,
} from './happenings.js';
import { MetricsRegistry } from './metrics-registry.js';

const FLUSHES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/** Counts what happens. Labels are names of the configuration: what nobody configured is `other`. */
@Injectable()
export class Counters implements OnModuleDestroy {
  private readonly count;
  private readonly ears: (() => void)[];

  constructor(
    metrics: MetricsRegistry,
    private readonly tasks: TaskRegistry,
  ) {
    this.count = countersOf(metrics);
    const { refusals, overload, ratings, finds, faults, checkedAt } = this.count;
    this.ears = [
      admitted.hear((queries) => this.admitted(queries)),
      learnt.hear((outcomes) => this.learnt(outcomes)),
      refused.hear(({ cap: { scope, span }, reason }) => refusals.inc({ scope, span, reason })),
      turnedAway.hear((queries) => overload.inc(queries)),
      rated.hear((status) => ratings.inc({ status })),
      swept.hear(({ what, queries }) => finds.inc({ what }, queries)),
      checked.hear((found) => {
        faults.set(found);
        checkedAt.setToCurrentTime();
      }),
    ];
  }

  onModuleDestroy(): void {
    for (const close of this.ears) close();
  }

  private admitted(queries: readonly AdmittedQuery[]): void {
    const { flush, rounds, expected, reserved } = this.count;
    flush.observe({ of: 'queries' }, queries.length);
    for (const { task, round, reservedNano } of queries) {
      rounds.inc({ task });
      expected.inc({ task }, round.expectedCostNano / 1e9);
      reserved.inc({ task }, reservedNano / 1e9);
    }
  }

  private learnt(outcomes: readonly QueryOutcome[]): void {
    this.count.flush.observe({ of: 'outcomes' }, outcomes.length);
    for (const { task, status, calls } of outcomes) {
      const known = this.tasks.known(task);
      const name = known === undefined ? 'other' : task;
      this.count.queries.inc({ task: name, status });
      const nameOf = (model: string) => (known?.models.has(model) === true ? model : 'other');
      for (const call of calls) this.called(name, nameOf, call);
    }
  }

  /** What a judge cost is counted as the judge's. */
  private called(task: string, nameOf: (model: string) => string, call: CallReport): void {
    const { status, costNanoUsd, score, judgement } = call;
    const model = nameOf(call.model);
    const judgingNano = judgement?.costNanoUsd ?? 0;
    this.count.calls.inc({ task, model, status });
    this.count.cost.inc({ task, model }, ((costNanoUsd ?? 0) - judgingNano) / 1e9);
    if (judgement === undefined) return;
    const judge = nameOf(judgement.model);
    this.count.judgements.inc({ task, model: judge, status: score === null ? 'failed' : 'scored' });
    this.count.cost.inc({ task, model: judge }, judgingNano / 1e9);
  }
}

function countersOf(metrics: MetricsRegistry) {
  return {
    rounds: metrics.counter('purser_rounds_total', 'Queries admitted.', ['task']),
    expected: metrics.counter(
      'purser_round_expected_cost_usd_total',
      'Dollars that admitted queries were expected to cost.',
      ['task'],
    ),
    reserved: metrics.counter(
      'purser_round_reserved_usd_total',
      'Dollars reserved for admitted queries: their worst case.',
      ['task'],
    ),
    queries: metrics.counter('purser_queries_total', 'Outcomes.', ['task', 'status']),
    calls: metrics.counter('purser_calls_total', 'Calls of models, attempts of one together.', [
      'task',
      'model',
      'status',
    ]),
    cost: metrics.counter('purser_cost_usd_total', 'Dollars that calls cost.', ['task', 'model']),
    judgements: metrics.counter('purser_judge_verdicts_total', 'Answers given to a judge.', [
      'task',
      'model',
      'status',
    ]),
    refusals: metrics.counter('purser_budget_refusals_total', 'Queries that a cap refused.', [
      'scope',
      'span',
      'reason',
    ]),
    overload: metrics.counter(
      'purser_queue_refusals_total',
      'Queries that were refused as too many wait already.',
      [],
    ),
    ratings: metrics.counter('purser_ratings_total', 'Ratings taken in.', ['status']),
    finds: metrics.counter('purser_sweeper_queries_total', 'Queries that the sweeper found.', [
      'what',
    ]),
    flush: metrics.histogram('purser_flush_size', 'What one commit holds.', ['of'], FLUSHES),
    faults: metrics.gauge('purser_ledger_faults', 'Balances that differ from the ledger.', []),
    checkedAt: metrics.gauge(
      'purser_ledger_checked_timestamp_seconds',
      'When this replica last compared balances with the ledger.',
      [],
    ),
  };
}
