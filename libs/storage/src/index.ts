export { BreakerStore, BREAKERS_CHANNEL, type OpenBreaker } from './breaker-store.js';
export {
  AdmissionStore,
  type Admission,
  type AdmissionResult,
  type EarlierQuery,
} from './admission-store.js';
export { AuditStore, type AuditEntry } from './audit-store.js';
export {
  CAPS_CHANNEL,
  CapStore,
  type Cap,
  type CapFrame,
  type CapScope,
  type CapSpan,
  type CapTerms,
} from './cap-store.js';
export { CAP_WINDOWS_CHANNEL, heardBalance, type WindowBalance } from './cap-window-rows.js';
export { purserDatabase } from './data-source.js';
export { EmbeddedPostgresError } from './embedded/embedded-postgres-error.js';
export {
  runningEmbeddedPostgres,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded/start.js';
export type { CallEntity } from './entities/call.js';
export type { QueryEntity, QueryStatus, StoredMessage } from './entities/query.js';
export type { RoundEntity } from './entities/round.js';
export {
  KEYS_CHANNEL,
  KeyStore,
  type KeyChange,
  type KeyRole,
  type KeyTerms,
  type StoredKey,
} from './key-store.js';
export { DeliveryStore, type Delivery } from './delivery-store.js';
export {
  EstimateStore,
  type EstimateVersion,
  type StoredEstimates,
  type VotedQuery,
} from './estimate-store.js';
export {
  ImportStore,
  type ImportedArm,
  type ImportedLesson,
  type ImportedOutcomes,
  type ImportResult,
} from './import-store.js';
export { JudgeStore, type JudgedAndRated } from './judge-store.js';
export { LabelStore, type LabelSpend, type LabelValues } from './label-store.js';
export { LearningStore, type ObservedCall, type ObservedOutcome } from './learning-store.js';
export { LedgerStore, type LedgerCheck, type LedgerFault } from './ledger-store.js';
export { migrateDown, migrateUp, migrationStatus, type MigrationStatus } from './migrate.js';
export type { BookedRounds, SettledRounds } from './pacing-rows.js';
export { OverrunStore } from './overrun-store.js';
export { QueryReader, type StoredQuery, type StoredRound } from './query-reader.js';
export type { Rating } from './rating.js';
export { NextStore, type NextResult } from './next-store.js';
export { PlanReportStore, type PlanProgress } from './plan-report-store.js';
export type { PlanStatus, StoredPlan, StoredPoint } from './plan-rows.js';
export {
  PlanStore,
  type Assignment,
  type NewPlan,
  type PlannedQuery,
  type PlanWriter,
} from './plan-store.js';
export {
  PlanWorkStore,
  type AnsweredQuery,
  type FoundFront,
  type UnsentQuery,
} from './plan-work-store.js';
export type { PendingQuery } from './pending-query.js';
export { RatingStore, type RatingResult, type RatingStatus } from './rating-store.js';
export type { RegistryDraft } from './registry-draft.js';
export type { PriceEntry, RegistryEntry, RegistryKind, RegistryRows } from './registry-rows.js';
export { REGISTRY_CHANNEL, RegistryStore } from './registry-store.js';
export { isRefusal } from './refusal.js';
export { RewardWaitStore } from './reward-wait-store.js';
export { WebhookSourceStore, type HeldSecret, type WebhookSource } from './webhook-source-store.js';
export { StatisticsStore, type LearningState, type TaskStatistics } from './statistics-store.js';
export { LessonStore, type EarlierQueryRow, type StoredLesson } from './lesson-store.js';
export { STATISTICS_CHANNEL } from './teaching.js';
export {
  RoundLogReader,
  type LoggedCall,
  type LoggedRoundRow,
  type ModelRecord,
  type RoundSpan,
  type TaskRecord,
} from './round-log-reader.js';
export { RoundSearch, type FoundRound, type FoundRounds } from './round-search.js';
export type { RoundFilter } from './round-search-sql.js';
export { RoundHistory, type GivenRating, type LedgerEntry } from './round-history.js';
export { RoundSums, type SummedRounds } from './round-sums.js';
export {
  SeriesStore,
  type CombinationBucket,
  type ModelBucket,
  type ModelTotals,
  type SeriesSpan,
  type SeriesSums,
  type TaskBucket,
} from './series-store.js';
export { OverviewStore, type LatestRounds, type LiveFigures } from './overview-store.js';
export { SERIES_CHANNEL, SERIES_KEPT_MS, type SeriesStep } from './series-terms.js';
export { SubsetHistory, type PastRound, type PastRounds } from './subset-history.js';
export {
  SubsetVersionStore,
  VERSIONS_CHANNEL,
  type ActiveVersion,
  type NewVersion,
  type SubsetVersion,
  type TrainingState,
  type VersionPrices,
} from './subset-version-store.js';
export { SweepStore } from './sweep-store.js';
export { TextStore, type TextErasure, type TextKept } from './text-store.js';
export { SessionReader, type SessionKey, type SessionRound } from './session-reader.js';
export { VoteStore, type JudgedVote } from './vote-store.js';
