import { AdminModelsController } from './admin/admin-models.controller.js';
import { AdminTasksController } from './admin/admin-tasks.controller.js';
import { AuditController } from './admin/audit.controller.js';
import { CapsController } from './admin/caps.controller.js';
import { KeysController } from './admin/keys.controller.js';
import { JudgeAgreementController } from './admin/judge-agreement.controller.js';
import { OverrunsController } from './admin/overruns.controller.js';
import { SpendController } from './admin/spend.controller.js';
import { ArmsController } from './arms/arms.controller.js';
import { WhoamiController } from './auth/whoami.controller.js';
import { FeedbackController } from './feedback/feedback.controller.js';
import { HealthController } from './health/health.controller.js';
import { OutcomesController } from './imports/outcomes.controller.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { DeliveriesController } from './notify/deliveries.controller.js';
import { ChatController } from './openai/chat.controller.js';
import { ModelsController } from './openai/models.controller.js';
import { OverviewController } from './overview/overview.controller.js';
import { PlansController } from './plans/plans.controller.js';
import { NextController } from './queries/next.controller.js';
import { QueriesController } from './queries/queries.controller.js';
import { RatingLinksController } from './rating-links/rating-links.controller.js';
import { RecordsController } from './records/records.controller.js';
import { AdminRoundsController } from './rounds/admin-rounds.controller.js';
import { RoundsController } from './rounds/rounds.controller.js';
import { LiveController } from './series/live.controller.js';
import { SeriesController } from './series/series.controller.js';
import { VersionsController } from './subsets/versions.controller.js';
import { TasksController } from './tasks/tasks.controller.js';
import { WebhookSourcesController } from './webhooks/webhook-sources.controller.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';

/** What answers requests; a route is taken by the first that has it. */
export const CONTROLLERS = [
  QueriesController,
  NextController,
  PlansController,
  ChatController,
  ModelsController,
  RoundsController,
  FeedbackController,
  WebhooksController,
  RatingLinksController,
  TasksController,
  HealthController,
  MetricsController,
  KeysController,
  WhoamiController,
  AdminTasksController,
  RecordsController,
  AdminRoundsController,
  SeriesController,
  LiveController,
  ArmsController,
  OverviewController,
  VersionsController,
  AdminModelsController,
  AuditController,
  OutcomesController,
  DeliveriesController,
  WebhookSourcesController,
  CapsController,
  SpendController,
  JudgeAgreementController,
  OverrunsController,
];
