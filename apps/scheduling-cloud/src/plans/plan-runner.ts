import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PlanWorkStore, type StoredPlan } from '#storage';
import { PlanExecutor } from './plan-executor.js';
import { Planner } from './planner.js';

const LOOK_EVERY_MS = 500;
const RENEW_EVERY_MS = 2_000;
/** Plans that one replica works on at once. */
const AT_ONCE = 4;
/** A plan that failed for a reason of ours is left alone for so long, in seconds. */
const AFTER_FAILURE = 5;

/**
 * Works on the plans that nobody works on. A replica holds a plan for as long as it says so; where it
 * dies, another takes over from what is written down.
 */
@Injectable()
export class PlanRunner implements OnApplicationShutdown {
  private readonly logger = new Logger('Plans');
  private readonly atWork = new Set<Promise<void>>();
  private isLooking = false;
  private isStopping = false;

  constructor(
    private readonly store: PlanWorkStore,
    private readonly planner: Planner,
    private readonly executor: PlanExecutor,
  ) {}

  @Interval(LOOK_EVERY_MS)
  async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      while (!this.isStopping && this.atWork.size < AT_ONCE) {
        const plan = await this.store.claim();
        if (plan === undefined) return;
        const work = this.work(plan).finally(() => this.atWork.delete(work));
        this.atWork.add(work);
      }
    } catch (error) {
      this.logger.warn(`put off: ${String(error)}`);
    } finally {
      this.isLooking = false;
    }
  }

  /** Stops sending; what is left goes on elsewhere, or after the next start. */
  async onApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await Promise.all(this.atWork);
  }

  private async work(plan: StoredPlan): Promise<void> {
    const renewing = setInterval(() => {
      this.store.hold(plan.id).catch((error: unknown) => {
        this.logger.warn(`plan ${plan.id} is not held: ${String(error)}`);
      });
    }, RENEW_EVERY_MS);
    let pause = 0;
    try {
      if (plan.status === 'planning') await this.planner.plan(plan);
      else pause = await this.executor.run(plan, () => !this.isStopping);
    } catch (error) {
      pause = AFTER_FAILURE;
      this.logger.warn(`plan ${plan.id} is put off: ${String(error)}`);
    } finally {
      clearInterval(renewing);
    }
    await this.store.release(plan.id, pause).catch(() => undefined);
  }
}
