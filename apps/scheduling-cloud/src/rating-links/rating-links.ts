import { Feedback } from '../feedback/feedback.js';
import { ApiError } from '../http/api-error.js';
import { Answers } from '../queries/answers.js';
import type { QueryView } from '../queries/query-view.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { CHOICES, type Choice } from './link-page.js';
import { LinkSigner, type RatingLink } from './link-signer.js';

const SCORES: Record<Choice, number> = { up: 1, down: 0 };
const VALID_MS = 30 * 86_400_000;

/** Where links lead, and what signs them: null where there is no `PURSER_SECRET_KEY`. */
export interface LinkGround {
  publicUrl: string;
  signer: LinkSigner | null;
}

/** Links by which a person without a key rates one answer. */
export class RatingLinks {
  constructor(
    private readonly ground: LinkGround,
    private readonly tasks: TaskRegistry,
    private readonly answers: Answers,
    private readonly feedback: Feedback,
  ) {}

  /** The view with a link to rate its answer by, if there is one and its task wants links. */
  on(view: QueryView): QueryView {
    const { publicUrl, signer } = this.ground;
    const task = this.tasks.known(view.task);
    if (signer === null || task?.ratingLinks !== true || view.status !== 'answered') return view;
    const position = view.calls.findIndex(({ model }) => model === view.model);
    const token = signer.sign({
      queryId: view.id,
      position: task.ratingCredit === 'served' ? position : null,
      expiresAt: new Date(Date.parse(view.created_at) + VALID_MS),
    });
    return { ...view, rating_url: `${publicUrl.replace(/\/$/, '')}/r/${token}` };
  }

  /** @throws {ApiError} 404 for a link that was not made here, 410 for one that has expired */
  read(token: string): RatingLink {
    const link = this.ground.signer?.read(token);
    if (link === undefined) {
      throw new ApiError(404, 'link_not_found', 'this link is not one of ours: check its address');
    }
    if (link.expiresAt.getTime() < Date.now()) {
      throw new ApiError(410, 'link_expired', 'this link has expired');
    }
    return link;
  }

  /** Counts a choice once; another one replaces it. @throws {ApiError} as `read` does, and 409 */
  async rate(token: string, choice: Choice): Promise<void> {
    const { queryId, position } = this.read(token);
    const model = position === null ? null : await this.modelAt(queryId, position);
    await this.feedback.rate({
      queryId,
      model,
      source: 'link',
      score: SCORES[choice],
      comment: null,
      tags: { choice: CHOICES[choice] },
      receipt: null,
    });
  }

  private async modelAt(queryId: string, position: number): Promise<string | null> {
    const { calls } = await this.answers.find(queryId);
    return calls[position]?.model ?? null;
  }
}
