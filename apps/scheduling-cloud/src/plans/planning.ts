import { PlanExecutor } from './plan-executor.js';
import { PlanRunner } from './plan-runner.js';
import { Planner } from './planner.js';
import { Plans } from './plans.js';

/** What plans of batches need. */
export const PLANNING = [Plans, Planner, PlanExecutor, PlanRunner];
