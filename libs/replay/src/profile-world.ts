import { logNormalOf, uniformOf } from './chance.js';
import type { ModelProfile, Profile, Skill, TaskProfile } from './profile.js';
import type { World } from './world.js';

/**
 * The world that a profile describes. Every outcome is drawn, and fixed by the seed, the query's id
 * (its text, where it has none), the task and the model, so that all who hold the profile and the
 * seed see the same. A query without a task belongs to the profile's first.
 */
export function profileWorld(profile: Profile, seed: number): World {
  const tasks = Object.keys(profile.tasks);
  return {
    models: Object.keys(profile.models),
    tasks,
    outcomeOf(query, model) {
      const task = query.task ?? tasks[0] ?? '';
      const asked = profile.tasks[task];
      const skill = profile.models[model]?.tasks[task];
      if (!profile.models[model] || !asked || !skill) return undefined;
      const sharedLuck = asked.sharedLuck ?? profile.sharedLuck;
      const luck = { seed, sharedLuck, task, model, key: keyOf(query) };
      const drawn = draw(asked, profile.models[model], skill, luck);
      const answer = asked.labels
        ? labelGiven(asked.labels, luck, drawn.score === 1)
        : `A simulated answer of ${model} to ${query.id ?? query.text.slice(0, 60)}`;
      return { ...drawn, answer };
    },
    labelOf(query) {
      const task = query.task ?? tasks[0] ?? '';
      const labels = profile.tasks[task]?.labels;
      return labels?.[rightLabel(labels, { seed, task, key: keyOf(query) })] ?? null;
    },
  };
}

interface Luck {
  readonly seed: number;
  readonly sharedLuck: number;
  readonly task: string;
  readonly model: string;
  readonly key: string;
}

function rightLabel(
  labels: readonly string[],
  { seed, task, key }: Pick<Luck, 'seed' | 'task' | 'key'>,
): number {
  return Math.floor(uniformOf(seed, 'label', task, key) * labels.length);
}

/** The right label, or any of the wrong ones. */
function labelGiven(labels: readonly string[], luck: Luck, isRight: boolean): string {
  const { seed, task, model, key } = luck;
  const right = rightLabel(labels, luck);
  const step = 1 + Math.floor(uniformOf(seed, 'mistake', task, model, key) * (labels.length - 1));
  return labels[isRight ? right : (right + step) % labels.length] ?? '';
}

function keyOf({ id, text }: { id: string | null; text: string }): string {
  return id === null ? `text ${text}` : `id ${id}`;
}

function draw(asked: TaskProfile, model: ModelProfile, skill: Skill, luck: Luck) {
  const { seed, task, key } = luck;
  const difficulty = uniformOf(seed, 'difficulty', task, key);
  const score = ownLuck(luck, difficulty) < skill.score ? 1 : 0;
  const inputTokens = whole(
    logNormalOf(asked.inputTokens, asked.inputSpread, seed, 'in', task, key),
  );
  const outputTokens = outputTokensOf(skill, luck, difficulty);
  return {
    score,
    costNano: costNanoOf(model.price, inputTokens, outputTokens),
    latencyMs: latencyMsOf(model.latency, outputTokens, luck),
    inputTokens,
    outputTokens,
  };
}

/** Uniform in [0, 1): with probability `sharedLuck` the query's difficulty, else the model's own. */
function ownLuck({ seed, sharedLuck, task, model, key }: Luck, difficulty: number): number {
  const shared = uniformOf(seed, 'shared', task, model, key) < sharedLuck;
  return shared ? difficulty : uniformOf(seed, 'own', task, model, key);
}

/** Hard queries are answered at up to one and a half times the length, easy ones at half of it. */
function outputTokensOf(
  skill: Skill,
  { seed, task, model, key }: Luck,
  difficulty: number,
): number {
  const mean = skill.outputTokens * (0.5 + difficulty);
  return whole(logNormalOf(mean, skill.outputSpread, seed, 'out', task, model, key));
}

/** Rounded up, but for the last digits of a float. Dollars a million tokens are 1,000 nano-dollars each. */
function costNanoOf(price: ModelProfile['price'], inputTokens: number, outputTokens: number) {
  const perToken =
    inputTokens * price.inputUsdPerMillionTokens + outputTokens * price.outputUsdPerMillionTokens;
  return Math.ceil(Number((perToken * 1000).toPrecision(14)));
}

function latencyMsOf(
  { firstTokenMs, perTokenMs, spread }: ModelProfile['latency'],
  outputTokens: number,
  { seed, task, model, key }: Luck,
): number {
  const mean = firstTokenMs + perTokenMs * outputTokens;
  return logNormalOf(mean, spread, seed, 'latency', task, model, key);
}

function whole(tokens: number): number {
  return Math.max(1, Math.round(tokens));
}
