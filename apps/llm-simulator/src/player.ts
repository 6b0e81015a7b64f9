import type { GradeRequest } from '#contracts';
import type { Outcome, World, WorldQuery } from '#replay';
import { lastUserText, type ChatRequest } from './chat-request.js';
import type { Faults } from './faults.js';
import { judgedBy, judgedIn } from './judging.js';
import { OpenAiError } from './openai-error.js';
import { latencyMsOf, type Pace } from './pace.js';

/** A call that was played: its outcome, and how many milliseconds it takes. */
export interface Played {
  readonly outcome: Outcome;
  readonly latencyMs: number;
}

/** Plays the models of a world: finds what a model makes of a query, and when and how it is told. */
export class Player {
  constructor(
    private readonly world: World,
    private readonly pace: Pace,
    private readonly faults: Faults,
  ) {}

  get models(): readonly string[] {
    return this.world.models;
  }

  /** @throws {OpenAiError | ConnectionCut} for what the world does not know, and faults on demand */
  play(request: ChatRequest): Played {
    const outcome = this.played(request);
    const lateMs = this.faults.strike(request.model);
    return { outcome, latencyMs: latencyMsOf(outcome, this.pace) + lateMs };
  }

  /** The score in [0, 1] of the model's answer. A task that the world does not know is passed over. */
  grade({ input, metadata, task, model }: GradeRequest): number {
    const query = queryOf(input, metadata);
    const known = this.world.tasks.includes(task) ? task : null;
    const { score } = this.outcomeOf({ ...query, task: query.task ?? known }, model);
    if (score === null) throw new OpenAiError(404, 'score_unknown', 'No score was recorded.');
    return score;
  }

  /** Any model of the world may be asked to judge. */
  private played(request: ChatRequest): Outcome {
    const text = lastUserText(request);
    const judged = judgedIn(text);
    if (judged === undefined) return this.outcomeOf(queryOf(text, request.metadata), request.model);
    this.requireKnown(request.model);
    return judgedBy(this.world, judged);
  }

  private requireKnown(model: string): void {
    if (this.world.models.includes(model)) return;
    const message = `The model ${model} does not exist; GET /v1/models lists those that do.`;
    throw new OpenAiError(404, 'model_not_found', message);
  }

  private outcomeOf(query: WorldQuery, model: string): Outcome {
    this.requireKnown(model);
    const outcome = this.world.outcomeOf(query, model);
    if (!outcome) throw new OpenAiError(404, 'query_not_found', notFound(query, model));
    return outcome;
  }
}

function queryOf(text: string, metadata: ChatRequest['metadata']): WorldQuery {
  return { id: metadata?.['record_id'] ?? null, text, task: metadata?.['task'] ?? null };
}

function notFound({ id, text, task }: WorldQuery, model: string): string {
  const query = id === null ? `query ${JSON.stringify(text.slice(0, 80))}` : `record ${id}`;
  return `${model} has no outcome of ${query}${task === null ? '' : ` of task ${task}`}.`;
}
