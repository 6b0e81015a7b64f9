import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { NextStore, RewardWaitStore } from '#storage';
import { TaskRegistry } from '../tasks/task-registry.js';

const EVERY_MS = 1_000;
const ANSWERS_AT_ONCE = 1_000;

/** Ends the wait for ratings: answers that nobody rated in time get their task's default reward. */
@Injectable()
export class RewardWait {
  private readonly logger = new Logger('RewardWait');
  private running = false;

  constructor(
    private readonly store: RewardWaitStore,
    private readonly cascades: NextStore,
    private readonly tasks: TaskRegistry,
  ) {}

  @Interval(EVERY_MS)
  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      for (const { name, rewardWait } of this.tasks.all) {
        if (rewardWait.defaultMicro === null) continue;
        const before = new Date(Date.now() - rewardWait.ms);
        await this.applyAll(name, rewardWait.defaultMicro, before);
      }
      await this.closeAll(new Date());
    } catch (error) {
      this.logger.warn(`put off: ${String(error)}`);
    } finally {
      this.running = false;
    }
  }

  /** After the defaults: silence is the last word on the answers of the rounds that close. */
  private async closeAll(before: Date): Promise<void> {
    let closed: number;
    do {
      closed = await this.cascades.closeOverdue(before, ANSWERS_AT_ONCE);
    } while (closed === ANSWERS_AT_ONCE);
  }

  private async applyAll(task: string, defaultMicro: number, before: Date): Promise<void> {
    let applied: number;
    do {
      applied = await this.store.applyDefault(task, defaultMicro, before, ANSWERS_AT_ONCE);
    } while (applied === ANSWERS_AT_ONCE);
  }
}
