import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { NotifyConfig } from '#config';
import { DeliveryStore, type Delivery } from '#storage';
import type { SecretGround } from '../webhooks/webhook-secrets.js';
import { post, type EndpointAnswer } from './endpoint-client.js';
import { retryAfter } from './retry-schedule.js';

const EVERY_MS = 500;
const AT_ONCE = 20;
/** More than an attempt may take: who has not noted its end by then is dead. */
const LEASE_SECONDS = 60;
const HOUR_MS = 3_600_000;
const KEPT_MS = 30 * 24 * HOUR_MS;

/**
 * Delivers messages to other systems, each at least once, with one id in all attempts: what is due is
 * claimed in PostgreSQL, so that replicas share the work, and comes due again if this one dies.
 */
@Injectable()
export class Notifier implements OnModuleInit {
  private readonly logger = new Logger('Notifier');
  private running = false;

  constructor(
    private readonly store: DeliveryStore,
    private readonly secrets: SecretGround,
    private readonly endpoints: Readonly<Record<string, NotifyConfig>>,
  ) {}

  /** @throws Error for an endpoint whose secret is not set */
  async onModuleInit(): Promise<void> {
    for (const [name, { secretEnv }] of Object.entries(this.endpoints)) {
      if (this.secrets.webhookSecrets.has(secretEnv)) continue;
      throw new Error(`notify.${name}.secretEnv: ${secretEnv} is not set`);
    }
    const endpoints = Object.entries(this.endpoints).map(
      ([name, { url, events, tasks = null }]) => ({
        name,
        url,
        events,
        tasks,
      }),
    );
    await this.store.setEndpoints(endpoints);
  }

  @Interval(EVERY_MS)
  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      let taken: number;
      do taken = await this.deliverSome();
      while (taken === AT_ONCE);
    } catch (error) {
      this.logger.warn(`put off: ${String(error)}`);
    } finally {
      this.running = false;
    }
  }

  @Interval(HOUR_MS)
  async forget(): Promise<void> {
    const before = new Date(Date.now() - KEPT_MS);
    await this.store
      .forget(before)
      .catch((error: unknown) => this.logger.warn(`put off: ${String(error)}`));
  }

  private async deliverSome(): Promise<number> {
    const due = await this.store.claim(AT_ONCE, LEASE_SECONDS);
    await Promise.all(due.map((delivery) => this.deliver(delivery)));
    return due.length;
  }

  private async deliver(delivery: Delivery & { url: string | null }): Promise<void> {
    const { outcome, response, error } = await this.answerTo(delivery);
    const { id, attempts, endpoint } = delivery;
    const retrySeconds = outcome === 'retry' ? retryAfter(attempts, Math.random()) : undefined;
    const ended = outcome === 'delivered' ? 'delivered' : 'failed';
    const status = retrySeconds === undefined ? ended : 'pending';
    if (status === 'failed')
      this.logger.warn(`message ${id} to ${endpoint} is given up: ${error ?? ''}`);
    await this.store.note({ id, status, retrySeconds: retrySeconds ?? 0, response, error });
  }

  private answerTo(delivery: Delivery & { url: string | null }): Promise<EndpointAnswer> {
    const variable = this.endpoints[delivery.endpoint]?.secretEnv ?? '';
    const secret = this.secrets.webhookSecrets.get(variable);
    if (delivery.url !== null && secret !== undefined) return post(delivery, delivery.url, secret);
    const error =
      delivery.url === null ? 'there is no such endpoint any more' : 'its secret is not here';
    const outcome = delivery.url === null ? 'refused' : 'retry';
    return Promise.resolve({ outcome, response: null, error });
  }
}
