import { Injectable } from '@nestjs/common';
import { LabelStore, type LabelValues } from '#storage';
import { ApiError, unavailable } from '../http/api-error.js';

const BOUNDS = { names: 8, values: 100 };

/** Stands for all values of a label beyond those that are told apart. */
const OTHER = 'other';

type Given = Readonly<Record<string, string>>;

/** Keeps labels few: a task has so many names, and of each so many values are told apart. */
@Injectable()
export class Labels {
  /** By task. What is known stays known, so what is here may only be too little. */
  private readonly known = new Map<string, LabelValues>();

  constructor(private readonly store: LabelStore) {}

  /**
   * The labels as they are kept.
   * @throws {ApiError} 400 for a name beyond those that the task has
   */
  async kept(task: string, labels: Given | null): Promise<Given | null> {
    if (labels === null) return null;
    const given = Object.entries(labels);
    let known = this.known.get(task) ?? new Map<string, Set<string>>();
    if (given.some(([name, value]) => !isDecided(known, name, value))) {
      known = await this.store.learn(task, labels, BOUNDS).catch((error: unknown) => {
        throw unavailable(error);
      });
      this.known.set(task, known);
    }
    return Object.fromEntries(
      given.map(([name, value]) => {
        const values = known.get(name);
        if (values === undefined) throw tooMany(task, name, known);
        return [name, values.has(value) ? value : OTHER];
      }),
    );
  }
}

/** Whether PostgreSQL would say nothing new of it. */
function isDecided(known: LabelValues, name: string, value: string): boolean {
  const values = known.get(name);
  if (values === undefined) return known.size >= BOUNDS.names;
  return values.has(value) || values.size >= BOUNDS.values;
}

function tooMany(task: string, name: string, known: LabelValues): ApiError {
  const key = `metadata.purser_label_${name}`;
  const names = [...known.keys()].toSorted().join(', ');
  const message = `${key}: task ${task} has ${BOUNDS.names} labels already, which are ${names}: use one of them`;
  return new ApiError(400, 'too_many_labels', message, key);
}
