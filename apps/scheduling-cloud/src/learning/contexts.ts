import { Injectable, Logger } from '@nestjs/common';
import { emptyPacing, priceRatio, randomOf, type ModelId, type TokenSums } from '#bandit';
import { contextual, type ContextualLearner } from '#context';
import { LessonStore, type EarlierQueryRow, type StoredLesson } from '#storage';
import { ApiError } from '../http/api-error.js';
import { contextualInput } from '../tasks/contextual-input.js';
import { isContextual, type ContextualPolicy, type Task } from '../tasks/task.js';
import { lessonCallOf, study } from './study.js';

interface Held {
  task: Task;
  learner: ContextualLearner;
  /** The number of the last lesson that was studied. */
  studied: number;
}

type ContextualTask = Task & { policy: ContextualPolicy };

const LESSONS_AT_ONCE = 500;
/** So many lessons are studied anew after a restart, at most. */
const KEEP_EVERY = 500;
/** A replica that lags behind by more lessons than this starts from the checkpoint. */
const KEPT_BEFORE = 5_000;

/**
 * What contextual learners know, in this replica: the checkpoint and every lesson after it, studied
 * in the order in which they were committed. So all replicas know the same after the same lessons, and
 * a restart changes nothing.
 */
@Injectable()
export class Contexts {
  private readonly logger = new Logger('Contexts');
  private readonly held = new Map<string, Held>();
  private last = Promise.resolve();

  constructor(private readonly store: LessonStore) {}

  /** @throws {ApiError} 503 for a task that has just been made contextual */
  of(task: Task): ContextualLearner {
    const held = this.held.get(task.name);
    if (held !== undefined) return held.learner;
    throw new ApiError(
      503,
      'unavailable',
      `what is known of task ${task.name} is being read: try again`,
    );
  }

  /** Studies what has been committed since the last time. One call waits for the other. */
  catchUp(task: Task, tokens: ReadonlyMap<ModelId, TokenSums>): Promise<void> {
    const turn = this.last.then(() => this.studyOn(task, tokens));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async studyOn(task: Task, tokens: ReadonlyMap<ModelId, TokenSums>): Promise<void> {
    if (!hasContext(task)) {
      this.held.delete(task.name);
      return;
    }
    const held = await this.opened(task, tokens);
    let checkpointLessons: number;
    let lessons: StoredLesson[];
    let isGap: boolean;
    do {
      ({ lessons, checkpointLessons } = await this.store.after(
        task.name,
        held.studied,
        LESSONS_AT_ONCE,
      ));
      isGap = checkpointLessons > held.studied && lessons[0]?.number !== held.studied + 1;
      if (isGap) Object.assign(held, await this.restored(task));
      else for (const lesson of lessons) studyIn(held, lesson);
    } while (isGap || lessons.length === LESSONS_AT_ONCE);
    if (held.studied - checkpointLessons < KEEP_EVERY) return;
    const checkpoint = { lessons: held.studied, state: held.learner.state() };
    await this.store.keep(task.name, checkpoint, KEPT_BEFORE);
  }

  private async opened(
    task: ContextualTask,
    tokens: ReadonlyMap<ModelId, TokenSums>,
  ): Promise<Held> {
    const held = this.held.get(task.name);
    if (held?.task === task) return held;
    const { settings } = task.policy;
    const prices = Object.fromEntries(task.prices);
    const shape = `${settings.words} words, vectors of ${settings.vectorSize}`;
    await this.store.open(task.name, shape, prices, (earlier) => warmed(task, earlier));
    await this.store.notePrices(task.name, prices, (model, from, to) =>
      priceRatio(from, to, tokens.get(model) ?? { calls: 0, inputTokens: 0, outputTokens: 0 }),
    );
    const opened = { task, ...(await this.restored(task)) };
    this.held.set(task.name, opened);
    return opened;
  }

  private async restored({ name, policy }: ContextualTask): Promise<Omit<Held, 'task'>> {
    const { lessons, state } = await this.store.checkpoint(name);
    const learner = contextual(policy.settings);
    if (state !== null) learner.restore(state);
    this.logger.debug(`task ${name} is known up to lesson ${lessons}`);
    return { learner, studied: lessons };
  }
}

function hasContext(task: Task): task is ContextualTask {
  return isContextual(task.policy);
}

function studyIn(held: Held, lesson: StoredLesson): void {
  held.studied = lesson.number;
  study(held.learner, lesson);
}

/** What is known from queries that another policy decided, as if it had seen them one after the other. */
function warmed(task: ContextualTask, earlier: readonly EarlierQueryRow[]): Uint8Array {
  const learner = contextual(task.policy.settings);
  const random = randomOf(0);
  earlier.forEach(({ messages, calls }, at) => {
    if (messages.length === 0) return;
    const input = contextualInput(task, { messages }, { pacing: emptyPacing, round: at + 1 });
    const { trace } = learner.foresee(input, random);
    learner.study({ trace, first: true, calls: calls.map(lessonCallOf) });
  });
  return learner.state();
}
