import { randomOf } from '#bandit';
import { calibrated, calibrationFigures, confidenceIn, thrift, type Judged } from '#ensemble';
import {
  allOf,
  bestSingle,
  clusteredKnowledge,
  confusionKnowledge,
  countingAlike,
  estimateOf,
  judgedOf,
  mixedVotes,
  playVotes,
  uniformKnowledge,
  voteFigures,
  votesBy,
  votesWithin,
  type Hearing,
  type KnownVoters,
  type LabelTable,
  type OfflineResult,
  type VoteFigures,
} from '#replay';
import type { LabelledData } from './labelled-data.js';
import type { VoteOptions } from './vote-options.js';

/** A way of deciding, and what came of it. */
export interface VoteRow extends VoteFigures {
  readonly way: string;
  /** The models of its ensembles, in call order, where all queries have the same. */
  readonly ensembles?: readonly {
    readonly models: readonly string[];
    readonly probability: number;
  }[];
}

/** What a way of deciding came to when it was learnt from nothing. */
export interface OnlineRow extends VoteRow {
  /** Over the last half of the queries. */
  readonly lastHalf: VoteFigures['accuracy'];
  /** Spend over budget. */
  readonly utilisation: VoteFigures['accuracy'];
}

/** How far beliefs can be trusted, before and after calibration. */
interface CalibrationReport {
  readonly budgetUsd: number;
  readonly before: ReturnType<typeof calibrationFigures>;
  readonly after: ReturnType<typeof calibrationFigures>;
}

/** All that `purser vote` prints. */
export interface VoteReport {
  readonly data: string;
  readonly labels: readonly string[];
  readonly models: readonly string[];
  readonly train: number;
  readonly test: number;
  readonly size: number;
  readonly seeds: number;
  /** On the test queries, whatever they cost. */
  readonly references: readonly VoteRow[];
  /** On all queries, by what all of them teach: what learning from nothing is to be measured by. */
  readonly hindsight: readonly VoteRow[];
  readonly budgets: readonly {
    readonly budgetUsd: number;
    readonly offline: readonly VoteRow[];
    readonly online: readonly OnlineRow[];
  }[];
  /** Of the last half of the online rounds at each budget, calibrated on the first. */
  readonly calibration: readonly CalibrationReport[];
}

/** Plays all ways of deciding that the options ask for. */
export function voteReport(data: LabelledData, options: VoteOptions): VoteReport {
  const { train, test, all } = data;
  const { budgetsNano, seeds, size, path } = options;
  const played = budgetsNano.map((budgetNano) => {
    const online = onlineRuns(all, budgetNano, options);
    return { budgetNano, online, offline: offlineRows(data, budgetNano, options) };
  });
  return {
    data: path,
    labels: train.labels,
    models: train.models,
    train: train.queries.length,
    test: test.queries.length,
    size: Math.min(size, train.models.length),
    seeds,
    references: referenceRows(train, test),
    hindsight: referenceRows(all, all),
    budgets: played.map(({ budgetNano, offline, online }) => ({
      budgetUsd: budgetNano / 1e9,
      offline,
      online: online.map(({ row }) => row),
    })),
    calibration: played.flatMap(({ budgetNano, online: [first] }) =>
      first === undefined ? [] : [{ budgetUsd: budgetNano / 1e9, ...calibrationOf(first.seeds) }],
    ),
  };
}

function referenceRows(train: LabelTable, test: LabelTable): VoteRow[] {
  const known = knownOf(train);
  const everyone = allOf(known, train.labels.length);
  const single = bestSingle(known.voters, Infinity);
  return [
    ...(single === null ? [] : [rowOf('best single', test, votesBy(test, known, [single]))]),
    rowOf('majority of all', test, votesBy(test, countingAlike(known), everyone)),
    rowOf('belief of all', test, votesBy(test, known, everyone)),
    rowOf(
      'belief of all, confusion matrices',
      test,
      votesBy(test, knownOf(train, 'confusion'), everyone),
    ),
  ];
}

function offlineRows(
  { train, test }: LabelledData,
  budgetNano: number,
  { clusters }: VoteOptions,
): VoteRow[] {
  const known = knownOf(train);
  const single = bestSingle(known.voters, budgetNano);
  const clustered = clusteredKnowledge(train, clusters, randomOf(1));
  const ways: readonly (readonly [string, OfflineResult | null])[] = [
    ['best single', single === null ? null : votesBy(test, known, [single])],
    ['thrift', votesWithin(test, uniformKnowledge(train), budgetNano)],
    ['thrift, confusion matrices', votesWithin(test, confusionKnowledge(train), budgetNano)],
    [`thrift, ${clusters} clusters`, votesWithin(test, clustered, budgetNano)],
    ['thrift, mixture', mixedVotes(test, known, budgetNano)],
  ];
  return ways.flatMap(([way, result]) => (result === null ? [] : [rowOf(way, test, result)]));
}

function knownOf(table: LabelTable, hearing: Hearing = 'uniform'): KnownVoters {
  const knowledge = hearing === 'uniform' ? uniformKnowledge : confusionKnowledge;
  const [first] = table.queries;
  if (first === undefined) throw new RangeError('there is nothing to learn from');
  return knowledge(table)(first);
}

function rowOf(
  way: string,
  { models }: LabelTable,
  { figures, ensembles }: OfflineResult,
): VoteRow {
  return {
    way,
    ...figures,
    ensembles: ensembles.map(({ members, probability }) => ({
      models: members.map((member) => models[member] ?? ''),
      probability,
    })),
  };
}

interface OnlineRun {
  readonly row: OnlineRow;
  /** What was believed and whether it was right, in order, by seed. */
  readonly seeds: readonly (readonly Judged[])[];
}

function onlineRuns(table: LabelTable, budgetNano: number, options: VoteOptions): OnlineRun[] {
  const size = Math.min(options.size, table.models.length);
  const ways = [
    { way: 'thrift', hearing: 'uniform', clusters: 1 },
    { way: 'thrift, confusion matrices', hearing: 'confusion', clusters: 1 },
    { way: `thrift, ${options.clusters} clusters`, hearing: 'uniform', clusters: options.clusters },
  ] as const;
  return ways.map(({ way, hearing, clusters }) => {
    const runs = Array.from({ length: options.seeds }, (_, seed) =>
      playVotes(table, thrift(), { size, budgetNano, hearing, clusters }, seed),
    );
    const figures = runs.map(voteFigures);
    const halves = runs.map((votes) => voteFigures(votes.slice(votes.length >> 1)));
    const mean = (value: (one: VoteFigures) => number) => estimateOf(figures.map(value)).mean;
    const plannedUsd = mean((one) => one.plannedUsd);
    const costUsd = mean((one) => one.costUsd);
    return {
      seeds: runs.map(judgedOf),
      row: {
        way,
        accuracy: estimateOf(figures.map(({ accuracy }) => accuracy.mean)),
        lastHalf: estimateOf(halves.map(({ accuracy }) => accuracy.mean)),
        utilisation: estimateOf(figures.map((one) => (one.costUsd * 1e9) / budgetNano)),
        costUsd,
        plannedUsd,
        saved: 1 - costUsd / plannedUsd,
        calls: mean(({ calls }) => calls),
        changed: figures.reduce((sum, { changed }) => sum + changed, 0),
      },
    };
  });
}

/** Learnt on the first half of every seed's rounds, and looked at on the second. */
function calibrationOf(seeds: OnlineRun['seeds']): Omit<CalibrationReport, 'budgetUsd'> {
  const halves = seeds.map((judged) => ({
    first: judged.slice(0, judged.length >> 1),
    second: judged.slice(judged.length >> 1),
  }));
  const mended = halves.flatMap(({ first, second }) => {
    const calibration = calibrated(first);
    return second.map((one) => ({ ...one, belief: confidenceIn(one.belief, calibration) }));
  });
  return {
    before: calibrationFigures(halves.flatMap(({ second }) => second)),
    after: calibrationFigures(mended),
  };
}
