import {
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { DataSource } from 'typeorm';
import type { NotifyConfig, WebhookConfig } from '#config';
import { Queues } from '#queue';
import {
  DeliveryStore,
  RegistryStore,
  StatisticsStore,
  SweepStore,
  WebhookSourceStore,
} from '#storage';
import { Caps } from './admin/caps.js';
import { Keys } from './admin/keys.js';
import { JudgeAgreement } from './admin/judge-agreement.js';
import { PolicyPreview } from './admin/policy-preview.js';
import { RegistryRoutes } from './admin/registry-routes.js';
import { AuthGuard, Authentication } from './auth/auth-guard.js';
import { KeyRing } from './auth/key-ring.js';
import { QueryAccess } from './auth/query-access.js';
import { RequestLimits } from './auth/request-limits.js';
import { BreakerBoard } from './breakers/breaker-board.js';
import { ChangeFeed } from './changes/change-feed.js';
import { Feedback } from './feedback/feedback.js';
import { Readiness } from './health/readiness.js';
import { ImportOutcomes } from './imports/import-outcomes.js';
import { Contexts } from './learning/contexts.js';
import { CapGauges } from './metrics/cap-gauges.js';
import { Counters } from './metrics/counters.js';
import { MetricsRegistry } from './metrics/metrics-registry.js';
import { JudgeGauges } from './metrics/judge-gauges.js';
import { OverrunGauges } from './metrics/overrun-gauges.js';
import { QueueGauges } from './metrics/queue-gauges.js';
import { RewardGauges } from './metrics/reward-gauges.js';
import { TaskGauges } from './metrics/task-gauges.js';
import { Learner } from './learning/learner.js';
import { RewardWait } from './learning/reward-wait.js';
import { CapBoard } from './money/cap-board.js';
import { Labels } from './money/labels.js';
import { LedgerWatch } from './money/ledger-watch.js';
import { Reservations } from './money/reservations.js';
import { WaitingRoom } from './money/waiting-room.js';
import { Admissions } from './queries/admissions.js';
import { Answers } from './queries/answers.js';
import { Backlog } from './queries/backlog.js';
import { Chooser } from './queries/chooser.js';
import { Decider } from './queries/decider.js';
import { Embeddings } from './queries/embeddings.js';
import { NextAnswer } from './queries/next-answer.js';
import { NextStream } from './queries/next-stream.js';
import { Intake } from './queries/intake.js';
import { Quotes } from './queries/quotes.js';
import { Replica } from './queries/replica.js';
import { Sessions } from './queries/sessions.js';
import { SubmitQuery } from './queries/submit-query.js';
import { Turns } from './queries/turns.js';
import { StreamQuery } from './queries/stream-query.js';
import { Waiters } from './queries/waiters.js';
import { PLANNING } from './plans/planning.js';
import { WATCHING } from './overview/watching.js';
import { RegistryChanges } from './registry/registry-changes.js';
import { ChatCompletions } from './openai/chat-completions.js';
import { ChatTasks } from './openai/chat-tasks.js';
import { Notifier } from './notify/notifier.js';
import { LinkSigner } from './rating-links/link-signer.js';
import { RatingLinks } from './rating-links/rating-links.js';
import { RoundExport } from './records/round-export.js';
import { TaskStatistics } from './records/task-statistics.js';
import { WhatIf } from './records/what-if.js';
import { TextEraser } from './retention/text-eraser.js';
import { CONTROLLERS } from './controllers.js';
import { STORES } from './stores.js';
import { SUBSETS } from './subsets/subsets.js';
import { Sweeper } from './sweeping/sweeper.js';
import { TaskRegistry } from './tasks/task-registry.js';
import { TaskSnapshots } from './tasks/task-snapshots.js';
import { ReceiveWebhook } from './webhooks/receive-webhook.js';
import { WebhookSecrets, type SecretGround } from './webhooks/webhook-secrets.js';
import { Calibrations } from './votes/calibrations.js';
import { Estimates } from './votes/estimates.js';
import { WebhookSources } from './webhooks/webhook-sources.js';
import { SourceChanges } from './webhooks/source-changes.js';

/** What the service stands on: opened before it, closed after it. */
export interface Ground {
  /** Whether requests are asked for keys. */
  needsKeys: boolean;
  /** Opens `/metrics`; undefined: admins alone do. */
  metricsToken: string | undefined;
  /** The senders of webhooks that purser.yaml names. */
  webhooks: Readonly<Record<string, WebhookConfig>>;
  /** Who is told of events, as purser.yaml says. */
  notify: Readonly<Record<string, NotifyConfig>>;
  secrets: SecretGround;
  /** With so many queries without an outcome, new ones are turned away. */
  maxQueueLength: number;
  /** Where people reach the service. */
  publicUrl: string;
  /** Initialised. */
  database: DataSource;
  databaseUrl: string;
  queues: Queues;
}

@Module({})
export class AppModule implements OnApplicationShutdown {
  constructor(
    private readonly database: DataSource,
    private readonly queues: Queues,
  ) {}

  static on(ground: Ground): DynamicModule {
    const {
      needsKeys,
      metricsToken,
      webhooks,
      notify,
      secrets,
      maxQueueLength,
      publicUrl,
      database,
      databaseUrl,
      queues,
    } = ground;
    const stores = STORES.map((Store): Provider => ({
      provide: Store,
      useValue: new Store(database),
    }));
    return {
      module: AppModule,
      imports: [ScheduleModule.forRoot()],
      controllers: CONTROLLERS,
      providers: [
        { provide: DataSource, useValue: database },
        { provide: Queues, useValue: queues },
        ...stores,
        { provide: ChangeFeed, useValue: new ChangeFeed(databaseUrl) },
        { provide: Authentication, useValue: { isOn: needsKeys, metricsToken } },
        { provide: APP_GUARD, useClass: AuthGuard },
        KeyRing,
        QueryAccess,
        Keys,
        Caps,
        RegistryChanges,
        RegistryRoutes,
        PolicyPreview,
        RequestLimits,
        {
          provide: TaskRegistry,
          inject: [RegistryStore, ChangeFeed],
          useFactory: (store: RegistryStore, changes: ChangeFeed) =>
            TaskRegistry.open(store, changes),
        },
        {
          provide: TaskSnapshots,
          inject: [TaskRegistry, StatisticsStore, Contexts],
          useFactory: (registry: TaskRegistry, store: StatisticsStore, contexts: Contexts) =>
            new TaskSnapshots(registry, store, contexts, databaseUrl),
        },
        Contexts,
        ...SUBSETS,
        ImportOutcomes,
        Waiters,
        Replica,
        BreakerBoard,
        CapBoard,
        WaitingRoom,
        LedgerWatch,
        Labels,
        Estimates,
        Decider,
        Chooser,
        Quotes,
        Admissions,
        Reservations,
        Calibrations,
        Answers,
        Sessions,
        {
          provide: Backlog,
          inject: [SweepStore],
          useFactory: (store: SweepStore) => new Backlog(store, maxQueueLength),
        },
        Embeddings,
        Intake,
        SubmitQuery,
        Turns,
        NextAnswer,
        NextStream,
        StreamQuery,
        ...PLANNING,
        ChatTasks,
        ChatCompletions,
        Feedback,
        { provide: WebhookSecrets, useValue: new WebhookSecrets(secrets) },
        {
          provide: WebhookSources,
          inject: [WebhookSourceStore, WebhookSecrets],
          useFactory: (store: WebhookSourceStore, kept: WebhookSecrets) =>
            new WebhookSources(store, kept, webhooks),
        },
        ReceiveWebhook,
        SourceChanges,
        {
          provide: Notifier,
          inject: [DeliveryStore],
          useFactory: (store: DeliveryStore) => new Notifier(store, secrets, notify),
        },
        {
          provide: RatingLinks,
          inject: [TaskRegistry, Answers, Feedback],
          useFactory: (tasks: TaskRegistry, answers: Answers, feedback: Feedback) => {
            const signer = secrets.masterKey && new LinkSigner(secrets.masterKey);
            return new RatingLinks({ publicUrl, signer }, tasks, answers, feedback);
          },
        },
        Learner,
        RewardWait,
        Sweeper,
        TextEraser,
        RoundExport,
        WhatIf,
        TaskStatistics,
        ...WATCHING,
        Readiness,
        MetricsRegistry,
        Counters,
        CapGauges,
        QueueGauges,
        TaskGauges,
        RewardGauges,
        JudgeAgreement,
        JudgeGauges,
        OverrunGauges,
      ],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.queues.close();
    await this.database.destroy();
  }
}
