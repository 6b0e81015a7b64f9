import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import {
  calibrated,
  calibrationFigures,
  type Calibration,
  type CalibrationFigures,
} from '#ensemble';
import { VoteStore } from '#storage';
import { TaskRegistry } from '../tasks/task-registry.js';

const EVERY_MS = 5_000;
/** Calibration looks at so many votes, the latest that were judged. */
const JUDGED_VOTES = 2_000;

/** How far the beliefs of a task's votes can be trusted, by the votes that were judged. */
export interface VoteTrust {
  readonly rounds: number;
  readonly calibration: Calibration;
  /** Of the beliefs as they are; null before any was judged. */
  readonly figures: CalibrationFigures | null;
}

/** Before any vote was judged. */
export const unjudged: VoteTrust = { rounds: 0, calibration: [], figures: null };

/** The calibration of every task that votes, read anew now and then. */
@Injectable()
export class Calibrations implements OnApplicationBootstrap {
  private readonly logger = new Logger('Calibrations');
  private readonly known = new Map<string, VoteTrust>();
  private reading = false;

  constructor(
    private readonly store: VoteStore,
    private readonly tasks: TaskRegistry,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.refresh();
  }

  of(task: string): VoteTrust {
    return this.known.get(task) ?? unjudged;
  }

  @Interval(EVERY_MS)
  async refresh(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    try {
      for (const { name, labels } of this.tasks.all) {
        if (labels === null) this.known.delete(name);
        else this.known.set(name, await this.read(name));
      }
    } catch (error) {
      this.logger.warn(`put off: ${String(error)}`);
    } finally {
      this.reading = false;
    }
  }

  private async read(task: string): Promise<VoteTrust> {
    const judged = await this.store.judged(task, JUDGED_VOTES);
    return {
      rounds: judged.length,
      calibration: calibrated(judged),
      figures: judged.length === 0 ? null : calibrationFigures(judged),
    };
  }
}
