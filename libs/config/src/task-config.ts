import { z } from 'zod';
import { capList } from './cap-config.js';
import { embeddingsConfig } from './embeddings-config.js';
import { evaluatorConfig } from './evaluator-config.js';
import { forgetting } from './forgetting.js';
import { name } from './names.js';
import { policyConfig } from './policy-config.js';
import { rules } from './rules.js';

const ONE_DAY_SECONDS = 86_400;

/** A task as written; it may ask every model unless `models` says otherwise. */
export const taskConfig = z.strictObject({
  reward: z.enum(['any-win', 'sum-up', 'all-in', 'vote']),
  /** What a vote chooses from: its answers are read as one of these. */
  labels: z
    .array(z.string().trim().min(1).max(200))
    .min(2, 'must name at least two labels')
    .max(1_000)
    .exactOptional(),
  /** N: at most so many models a query for any-win and vote, exactly so many for the others. */
  size: z.int().positive(),
  /** Dollars that a query may cost in the long run. */
  budgetUsdPerQuery: z.number().min(1e-9).max(1_000),
  /** Dollars a window that the task never passes. */
  caps: capList,
  models: z.array(name).min(1).exactOptional(),
  policy: policyConfig,
  forgetting: forgetting.exactOptional(),
  rules: rules.exactOptional(),
  embeddings: embeddingsConfig.exactOptional(),
  evaluator: evaluatorConfig,
  /** An answer succeeds if its score is at least this. */
  successAt: z.number().positive().max(1).default(1),
  /** One prompt template a position of the combination; `{{input}}` stands for the query. */
  parts: z
    .array(z.string().includes('{{input}}', 'must contain {{input}}, where the query goes'))
    .min(1)
    .exactOptional(),
  /** Whether streams begin at once, and are final then, or when the answer was judged. */
  stream: z.enum(['immediate', 'evaluated']).exactOptional(),
  deadlineSeconds: z.number().positive().max(ONE_DAY_SECONDS).default(60),
  callTimeoutSeconds: z.number().positive().max(ONE_DAY_SECONDS).default(30),
  /** Further attempts after a retryable error. */
  retries: z.int().min(0).max(10).default(2),
  /** Whether answers come with a link by which a person without a key can rate them. */
  ratingLinks: z.boolean().exactOptional(),
  /** What is kept of the texts of a round that is over: themselves, their hashes, or nothing. */
  store: z.enum(['full', 'hash', 'none']).exactOptional(),
  /** After so many days the texts, or their hashes, are erased; never without it. */
  retentionDays: z.number().positive().max(36_500).exactOptional(),
  /** The model to ask when every call of the combination failed; `models` need not name it. */
  fallback: name.exactOptional(),
  /** `observe`: a call that failed earns its model a reward of 0. */
  failures: z.enum(['ignore', 'observe']).default('ignore'),
  /** After so long, a call without a reward gets the default; null: none, ever. */
  rewardWait: z
    .strictObject({
      seconds: z
        .number()
        .positive()
        .max(365 * ONE_DAY_SECONDS)
        .default(ONE_DAY_SECONDS),
      default: z.number().min(0).max(1).nullable(),
    })
    .prefault({ default: null }),
});

/** A task with its defaults applied. */
export type TaskConfig = z.output<typeof taskConfig> & {
  /** The names of the models that may be asked. */
  readonly models: string[];
};
