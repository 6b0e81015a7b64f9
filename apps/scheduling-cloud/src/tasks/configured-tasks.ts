import {
  c2mabV,
  countCombinations,
  emptyPacing,
  namedPolicy,
  randomOf,
  SettingsError,
  settingsOf,
  type CombinationRules,
  type GivenSettings,
  type TokenPrice,
} from '#bandit';
import {
  contextualDefaults,
  contextualSettings,
  MOST_MEMBERS,
  MOST_SUBSETS,
  selectPolicy,
  selectPolicyDefaults,
} from '#context';
import type { ModelConfig, PurserConfig, TaskConfig } from '#config';
import { modelSpec, taskSpec, type ModelSpec, type TaskSpec } from '#contracts';
import { thrift, thriftDefaults } from '#ensemble';
import { evaluatorOf, refuseUnfitJudge } from '#evaluation';
import { JsonPoster } from '#llm';
import type { Task } from './task.js';
import { judgedPrice, tokenPriceOf } from './token-prices.js';

const EXECUTIONS = {
  'any-win': 'cascade',
  'sum-up': 'parallel',
  'all-in': 'parallel',
  vote: 'vote',
} as const;

const DAY_MS = 86_400_000;

/**
 * The tasks that purser.yaml describes.
 * @throws Error that names the task, for an evaluator that no local-server could use
 */
export function configuredTasks({ tasks, models }: PurserConfig): Task[] {
  return Object.entries(tasks).map(([name, task]) => configuredTask(name, task, models));
}

function configuredTask(
  name: string,
  config: TaskConfig,
  models: Record<string, ModelConfig>,
): Task {
  const { name: policyName, ...settings } = config.policy;
  const { seconds, default: defaultReward } = config.rewardWait;
  const specs = config.models.map(
    (model) => [model, specOf(models[model] as ModelConfig)] as const,
  );
  const { evaluator } = config;
  const judge =
    evaluator.kind === 'llm-judge' ? specOf(models[evaluator.model] as ModelConfig) : null;
  const isDriven =
    config.reward === 'any-win' && config.size > 1 && config.evaluator.kind === 'none';
  // Whoever could ask for another answer and does not has accepted this one.
  const silence = defaultReward ?? (isDriven ? 1 : null);
  return {
    name,
    rewardModel: config.reward,
    labels: config.labels ?? null,
    size: config.size,
    budgetNano: Math.round(config.budgetUsdPerQuery * 1e9),
    policyName,
    policy: policyOf(name, config, settings),
    policySettings: allSettingsOf(policyName, settings),
    forgetting: config.forgetting ?? {},
    embeddings: config.embeddings ?? null,
    rules: rulesOf(name, config),
    models: new Map(specs),
    prices: new Map(
      specs.map(([model, { price }]) => [model, priceOfAsking(price, config, judge)]),
    ),
    execution: executionOf(name, config, judge),
    judge,
    fallback: config.fallback === undefined ? null : specOf(models[config.fallback] as ModelConfig),
    failures: config.failures,
    successAtMicro: countsSuccesses(config) ? Math.round(config.successAt * 1e6) : null,
    streams: config.stream ?? (judges(config) ? 'evaluated' : 'immediate'),
    deadlineMs: Math.round(config.deadlineSeconds * 1_000),
    rewardWait: {
      ms: Math.round(seconds * 1_000),
      defaultMicro: silence === null ? null : Math.round(silence * 1e6),
    },
    store: config.store ?? 'full',
    retentionMs: config.retentionDays === undefined ? null : config.retentionDays * DAY_MS,
    isDriven,
    ratingLinks: config.ratingLinks ?? false,
    ratingCredit: servesOne(config) ? 'served' : 'all',
  };
}

/** Of several answers one is served. */
function servesOne({ reward }: TaskConfig): boolean {
  return reward === 'any-win' || reward === 'vote';
}

/** Whether models that could be asked one after the other are all asked at once. */
function asksAtOnce({ policy, size }: TaskConfig): boolean {
  return policy.name === 'select' && policy['ask'] !== 'cascade' && size > 1;
}

/**
 * A cascade of several is about whether an answer succeeds; alone, a model is worth its score. Who
 * votes is right or wrong.
 */
function countsSuccesses({ reward, size }: TaskConfig): boolean {
  return reward === 'vote' || (reward === 'any-win' && size > 1);
}

/** All settings of a policy, its defaults with some of one's own. */
function allSettingsOf(
  name: TaskConfig['policy']['name'],
  own: GivenSettings,
): Task['policySettings'] {
  if (name === 'contextual') return { ...contextualDefaults, ...own };
  if (name === 'select') return { ...selectPolicyDefaults, ...own };
  return name === 'thrift' ? { ...thriftDefaults, ...own } : settingsOf(name, own);
}

/** Whether an answer that was given may not be the one that is served. */
function judges({ reward, size, evaluator }: TaskConfig): boolean {
  return reward === 'vote' || (reward === 'any-win' && size > 1 && evaluator.kind !== 'none');
}

/** @throws Error that names the task, for settings that the policy does not have or can't work with */
function policyOf(task: string, config: TaskConfig, settings: GivenSettings): Task['policy'] {
  const { name } = config.policy;
  try {
    if (name === 'contextual')
      return { name, settings: contextualSettings(known(name, settings, contextualDefaults)) };
    if (name === 'select') {
      requireFewSubsets(config);
      return selectPolicy(known(name, settings, selectPolicyDefaults));
    }
    return name === 'thrift' ? thrift(settings) : namedPolicy(name, settings);
  } catch (error) {
    throw new Error(`tasks.${task}.policy: ${(error as Error).message}`, { cause: error });
  }
}

/** @throws Error that names the task, for rules that no combination of its models keeps */
function rulesOf(task: string, config: TaskConfig): CombinationRules | null {
  const { rules, models, size, reward } = config;
  if (rules === undefined) return null;
  const offers = models.map((model) => ({ model, priorCostNano: 0 }));
  const terms = { statistics: new Map(), round: 1, budgetNano: 1, pacing: emptyPacing };
  try {
    c2mabV().decide({ ...terms, offers, size, rewardModel: reward, rules }, randomOf(0));
  } catch (error) {
    throw new Error(`tasks.${task}.rules: ${(error as Error).message}`, { cause: error });
  }
  return rules;
}

/** @throws {SettingsError} for a setting that there is not */
function known(policy: string, own: GivenSettings, defaults: object): GivenSettings {
  const stray = Object.keys(own).filter((setting) => !(setting in defaults));
  if (stray.length === 0) return own;
  const names = Object.keys(defaults).join(', ');
  throw new SettingsError(
    stray.map((setting) => `${policy} has no setting ${setting}; it has ${names}`),
  );
}

/** @throws {SettingsError} for more subsets than can be looked at for every query */
function requireFewSubsets({ models, size }: TaskConfig): void {
  const subsets = countCombinations(models.length, size, false);
  if (size <= MOST_MEMBERS && subsets <= MOST_SUBSETS) return;
  throw new SettingsError([
    `select looks at all subsets of up to ${size} of ${models.length} models: there may be ${MOST_SUBSETS}, of at most ${MOST_MEMBERS} models; lower the size, or list fewer models`,
  ]);
}

function executionOf(name: string, config: TaskConfig, judge: ModelSpec | null): TaskSpec {
  const spec = taskSpec.parse({
    execution: EXECUTIONS[config.reward],
    ...(config.labels !== undefined && { labels: config.labels }),
    ...(asksAtOnce(config) && { atOnce: true }),
    successAt: config.successAt,
    evaluator: config.evaluator,
    parts: config.parts,
    callTimeoutMs: Math.max(1, Math.round(config.callTimeoutSeconds * 1_000)),
    retries: config.retries,
    ...(config.fallback !== undefined && { fallback: config.fallback }),
  });
  refuseUnusable(name, spec, judge);
  return spec;
}

/** Evaluators are made here only to see that the local-servers will be able to. */
function refuseUnusable(task: string, { evaluator }: TaskSpec, judge: ModelSpec | null): void {
  const poster = new JsonPoster();
  try {
    if (evaluator.kind !== 'llm-judge') evaluatorOf(evaluator, poster);
    else if (judge !== null) refuseUnfitJudge(evaluator, judge);
  } catch (error) {
    throw new Error(`tasks.${task}.evaluator: ${(error as Error).message}`, { cause: error });
  } finally {
    void poster.close();
  }
}

function priceOfAsking(
  price: ModelSpec['price'],
  { evaluator }: TaskConfig,
  judge: ModelSpec | null,
): TokenPrice {
  if (judge === null || evaluator.kind !== 'llm-judge') return tokenPriceOf(price);
  return judgedPrice(tokenPriceOf(price), tokenPriceOf(judge.price), evaluator);
}

function specOf(config: ModelConfig): ModelSpec {
  const { model, ...rest } = config;
  return modelSpec.parse({ ...rest, upstreamModel: model });
}
