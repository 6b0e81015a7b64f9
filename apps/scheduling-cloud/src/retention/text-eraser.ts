import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { TextStore } from '#storage';
import { TaskRegistry } from '../tasks/task-registry.js';
import { erasuresOf } from './erasures.js';

const EVERY_MS = 5_000;
const QUERIES_AT_ONCE = 500;

/** Erases the texts that a task no longer keeps, those of tasks that were withdrawn too. */
@Injectable()
export class TextEraser {
  private readonly logger = new Logger('TextEraser');
  private running = false;

  constructor(
    private readonly store: TextStore,
    private readonly tasks: TaskRegistry,
  ) {}

  @Interval(EVERY_MS)
  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      for (const task of this.tasks.everKnown) {
        for (const erasure of erasuresOf(task, Date.now())) {
          let erased: number;
          do erased = await this.store.erase(erasure, QUERIES_AT_ONCE);
          while (erased === QUERIES_AT_ONCE);
        }
      }
    } catch (error) {
      this.logger.warn(`put off: ${String(error)}`);
    } finally {
      this.running = false;
    }
  }
}
