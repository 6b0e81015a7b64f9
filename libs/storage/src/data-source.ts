import { DataSource } from 'typeorm';
import { QueriesRoundsStatistics1761955200000 } from '../../../migrations/1761955200000-queries-rounds-statistics.js';
import { CapsAndLedger1763810000000 } from '../../../migrations/1763810000000-caps-and-ledger.js';
import { ApiKeys1763820000000 } from '../../../migrations/1763820000000-api-keys.js';
import { LearningTerms1763800000000 } from '../../../migrations/1763800000000-learning-terms.js';
import { Sessions1763840000000 } from '../../../migrations/1763840000000-sessions.js';
import { ChatRequests1763815000000 } from '../../../migrations/1763815000000-chat-requests.js';
import { Ratings1763830000000 } from '../../../migrations/1763830000000-ratings.js';
import { Registry1763820001000 } from '../../../migrations/1763820001000-registry.js';
import { Lessons1763800001000 } from '../../../migrations/1763800001000-lessons.js';
import { DrivenRounds1763830001000 } from '../../../migrations/1763830001000-driven-rounds.js';
import { Imports1763860000000 } from '../../../migrations/1763860000000-imports.js';
import { WebhookDeliveries1763860001000 } from '../../../migrations/1763860001000-webhook-deliveries.js';
import { LearningGenerations1764000000000 } from '../../../migrations/1764000000000-learning-generations.js';
import { IdempotencyOfKeys1764000001000 } from '../../../migrations/1764000001000-idempotency-of-keys.js';
import { ErasedTexts1764000002000 } from '../../../migrations/1764000002000-erased-texts.js';
import { ModelsBoundTheirAnswers1764000010000 } from '../../../migrations/1764000010000-models-bound-their-answers.js';
import { Judgements1764000020000 } from '../../../migrations/1764000020000-judgements.js';
import { Votes1764000030000 } from '../../../migrations/1764000030000-votes.js';
import { Plans1764000040000 } from '../../../migrations/1764000040000-plans.js';
import { SubsetVersions1764000050000 } from '../../../migrations/1764000050000-subset-versions.js';
import { PlanGrounds1764000061000 } from '../../../migrations/1764000061000-plan-grounds.js';
import { VoteEstimates1764000060000 } from '../../../migrations/1764000060000-vote-estimates.js';
import { RoundFigures1764000070000 } from '../../../migrations/1764000070000-round-figures.js';
import { SettledPacing1764000080000 } from '../../../migrations/1764000080000-settled-pacing.js';
import { RareRounds1764000071000 } from '../../../migrations/1764000071000-rare-rounds.js';
import { CallEntity } from './entities/call.js';
import { QueryEntity } from './entities/query.js';
import { RoundEntity } from './entities/round.js';

/** The PostgreSQL schema that holds Purser's tables. */
export const SCHEMA = 'purser';

/**
 * A connection pool to Purser's database; `initialize()` connects it.
 * @param statementMs what one statement may take; 0 for as long as it takes
 */
export function purserDatabase(url: string, statementMs = 0): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    schema: SCHEMA,
    entities: [QueryEntity, RoundEntity, CallEntity],
    migrations: [
      QueriesRoundsStatistics1761955200000,
      LearningTerms1763800000000,
      Lessons1763800001000,
      CapsAndLedger1763810000000,
      ChatRequests1763815000000,
      ApiKeys1763820000000,
      Registry1763820001000,
      Ratings1763830000000,
      DrivenRounds1763830001000,
      Sessions1763840000000,
      Imports1763860000000,
      WebhookDeliveries1763860001000,
      LearningGenerations1764000000000,
      IdempotencyOfKeys1764000001000,
      ErasedTexts1764000002000,
      ModelsBoundTheirAnswers1764000010000,
      Judgements1764000020000,
      Votes1764000030000,
      Plans1764000040000,
      SubsetVersions1764000050000,
      VoteEstimates1764000060000,
      PlanGrounds1764000061000,
      RoundFigures1764000070000,
      RareRounds1764000071000,
      SettledPacing1764000080000,
    ],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    poolSize: 20,
    logging: false,
    applicationName: 'purser',
    connectTimeoutMS: 5_000,
    extra: { statement_timeout: statementMs },
  });
}
