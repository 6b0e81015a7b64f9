import { CostRewardMaps } from '../arms/cost-reward-maps.js';
import { TaskArms } from '../arms/task-arms.js';
import { FindRounds } from '../rounds/find-rounds.js';
import { OpenRound } from '../rounds/open-round.js';
import { LiveFeed } from '../series/live-feed.js';
import { RoundKeeper } from '../series/round-keeper.js';
import { TaskSeries } from '../series/task-series.js';
import { OpenAlerts } from './open-alerts.js';
import { Overview } from './overview.js';

/** What lets people see how tasks do, now and over time. */
export const WATCHING = [
  RoundKeeper,
  TaskSeries,
  FindRounds,
  OpenRound,
  TaskArms,
  CostRewardMaps,
  OpenAlerts,
  Overview,
  LiveFeed,
];
