import { createHash } from 'node:crypto';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ratingMapping, type RatingMapping, type WebhookConfig } from '#config';
import { WebhookSourceStore, type HeldSecret } from '#storage';
import { notFound, unavailable } from '../http/api-error.js';
import { WebhookSecrets } from './webhook-secrets.js';

/** A source with all that it takes to believe and to understand it. */
export interface OpenSource {
  mapping: RatingMapping;
  secrets: string[];
}

/** Under which a source's secrets are sealed. */
export function secretLabel(source: string): string {
  return `webhook source ${source}`;
}

/**
 * The senders of webhooks, read from PostgreSQL each time: a change holds everywhere at once. What
 * purser.yaml says is taken over at start when it is new there, unless the API had the last word.
 */
@Injectable()
export class WebhookSources implements OnModuleInit {
  private readonly logger = new Logger('Webhooks');

  constructor(
    private readonly store: WebhookSourceStore,
    private readonly secrets: WebhookSecrets,
    private readonly configured: Readonly<Record<string, WebhookConfig>>,
  ) {}

  async onModuleInit(): Promise<void> {
    for (const [name, config] of Object.entries(this.configured)) await this.seed(name, config);
  }

  /** @throws {ApiError} 404, and 503 in an outage */
  async open(name: string): Promise<OpenSource> {
    const source = await this.store.find(name).catch((error: unknown) => {
      throw unavailable(error);
    });
    if (source === undefined) throw notFound('webhook_source', name, 'source');
    return {
      mapping: ratingMapping.parse(source.mapping),
      secrets: this.secrets.reveal(source.secrets, secretLabel(name)),
    };
  }

  private async seed(name: string, { secretEnv, ...mapping }: WebhookConfig): Promise<void> {
    const unset = secretEnv.filter((variable) => !this.secrets.has(variable));
    if (unset.length > 0) {
      throw new Error(`webhooks.${name}.secretEnv: ${unset.join(', ')} is not set`);
    }
    const fileHash = createHash('sha256')
      .update(JSON.stringify({ secretEnv, mapping }))
      .digest('hex');
    const known = await this.store.find(name);
    if (known?.fileHash === fileHash) return;
    if (known?.origin === 'api') {
      this.logger.warn(`source ${name} was changed by the API, which wins over purser.yaml`);
      return;
    }
    const secrets = secretEnv.map((variable): HeldSecret => ({ kind: 'env', name: variable }));
    const version = known?.version ?? 0;
    // Whoever else is faster has read the same file.
    const audited = { keyId: null, before: known?.mapping ?? null, after: mapping };
    await this.store.put({ name, version, origin: 'file', fileHash, mapping, secrets }, audited);
  }
}
