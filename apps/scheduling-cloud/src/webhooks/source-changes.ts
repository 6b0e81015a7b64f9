import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ratingMapping, webhookName } from '#config';
import { WebhookSourceStore, type HeldSecret, type WebhookSource } from '#storage';
import { ApiError, notFound } from '../http/api-error.js';
import { changedSince } from '../http/entity-tag.js';
import { mappedRating } from './mapped-rating.js';
import { viewOfSource, type SourceRequest, type SourceView, type TestView } from './source-view.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { secretLabel } from './webhook-sources.js';

const SECRET_BYTES = 32;

/** A source that an admin has read at a version. */
export interface SeenSource {
  name: string;
  version: number;
  by: string | null;
}

/** What admins do with the senders of webhooks; whatever they change is audited, without secrets. */
@Injectable()
export class SourceChanges {
  constructor(
    private readonly store: WebhookSourceStore,
    private readonly secrets: WebhookSecrets,
  ) {}

  /** @throws {ApiError} 404 */
  async find(name: string): Promise<WebhookSource> {
    const source = await this.store.find(name);
    if (source === undefined) throw notFound('webhook_source', name, 'name');
    return source;
  }

  /** @param seen null for a source that must be new */
  async put(
    name: string,
    seen: number | null,
    { mapping, secret_env }: SourceRequest,
    by: string | null,
  ): Promise<SourceView> {
    const before = seen === null ? undefined : await this.find(name);
    const unset = (secret_env ?? []).filter((variable) => !this.secrets.has(variable));
    if (unset.length > 0) {
      throw new ApiError(
        400,
        'secret_not_set',
        `${unset.join(', ')} is not set in the service's environment`,
        'secret_env',
      );
    }
    if (!webhookName.safeParse(name).success) {
      throw new ApiError(
        400,
        'invalid_request',
        'name: must be letters, digits and . _ - only, at most 64',
        'name',
      );
    }
    const named = secret_env?.map((variable): HeldSecret => ({ kind: 'env', name: variable }));
    const made = named === undefined && before === undefined ? this.made(name) : null;
    const secrets = named ?? before?.secrets ?? (made ? [made.held] : []);
    const next = { name, version: seen ?? 0, fileHash: before?.fileHash ?? null, mapping, secrets };
    return viewOfSource(await this.write(next, before, by), made?.secret ?? null);
  }

  /** Adds a secret, and lets all but the newest of the others sign no more. */
  async rotate({ name, version, by }: SeenSource, keep: number): Promise<SourceView> {
    const before = await this.find(name);
    const { held, secret } = this.made(name);
    const secrets = [held, ...before.secrets.slice(0, keep)];
    return viewOfSource(await this.write({ ...before, version, secrets }, before, by), secret);
  }

  async remove({ name, version, by }: SeenSource): Promise<SourceView> {
    const before = await this.find(name);
    const audited = { keyId: by, before: viewOfSource(before) };
    if (!(await this.store.remove(name, version, audited)))
      throw changedSince('the webhook source', before.version);
    return viewOfSource(before);
  }

  /** Reads a rating out of a sender's JSON and rates nothing. @throws {ApiError} 404, 422 */
  async test(name: string, payload: unknown): Promise<TestView> {
    const { mapping } = await this.find(name);
    const read = mappedRating(ratingMapping.parse(mapping), payload);
    if (read === undefined) return { rating: null };
    const { queryId, score, model, comment, rater } = read;
    return { rating: { query_id: queryId, score, model, comment, rater } };
  }

  private made(name: string): { held: HeldSecret; secret: string } {
    const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
    return { held: this.secrets.keep(secret, secretLabel(name), new Date()), secret };
  }

  private async write(
    next: Omit<WebhookSource, 'origin'>,
    before: WebhookSource | undefined,
    by: string | null,
  ): Promise<WebhookSource> {
    const after: WebhookSource = { ...next, origin: 'api' };
    const audited = {
      keyId: by,
      before: before === undefined ? null : viewOfSource(before),
      after: viewOfSource({ ...after, version: after.version + 1 }),
    };
    const written = await this.store.put(after, audited);
    if (written !== undefined) return written;
    throw changedSince('the webhook source', (await this.find(next.name)).version);
  }
}
