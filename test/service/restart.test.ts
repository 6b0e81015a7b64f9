import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { eventually, type Answer } from '../ground/client.js';
import { ends, submit } from '../ground/load.js';

interface ModelView {
  model: string;
  rewards: number;
  costs: number;
  mean_cost_usd: number;
}

onEachBackend('what was learnt', (opened) => {
  const restart = async (change: (text: string) => string = (text) => text): Promise<void> => {
    await opened.house.configure(change);
    await opened.house.cloud.kill('SIGKILL');
    await opened.house.startCloud();
  };
  const task = (): Promise<Answer> => opened.client.get('/v1/tasks/any');
  const models = async (): Promise<ModelView[]> => (await task()).body.models as ModelView[];
  const observed = (all: readonly ModelView[]): number =>
    all.reduce((sum, { costs }) => sum + costs, 0);
  const isRead = async (): Promise<void> => {
    const [row] = await opened.house.database.query<{ calls: number }>(
      "SELECT count(*)::integer AS calls FROM purser.calls WHERE task = 'any' AND cost_nano > 0",
    );
    await eventually(async () => observed(await models()) === row!.calls || undefined);
  };

  it('is the same after a restart, and so are its options', async () => {
    expect(new Set(await ends(opened.client, await submit(opened.client, 60)))).toEqual(
      new Set(['answered']),
    );
    await isRead();
    const before = await task();
    await restart();
    expect((await task()).body).toEqual(before.body);
    expect(before.body).toMatchObject({
      policy: 'c2mab-v',
      policy_settings: { charge: 'cascade' },
      forgetting: { half_life_rounds: null, window_rounds: null },
      rules: null,
    });
    expect((await opened.client.get('/v1/tasks/none')).body.error.code).toBe('task_not_found');
  });

  it('shows every cost at a changed price at once', async () => {
    const before = await models();
    await restart((text) =>
      text
        .replaceAll('inputUsdPerMillionTokens: 0.5', 'inputUsdPerMillionTokens: 1')
        .replaceAll('outputUsdPerMillionTokens: 1.5', 'outputUsdPerMillionTokens: 3'),
    );
    for (const { model, costs, mean_cost_usd } of await models()) {
      const earlier = before.find((one) => one.model === model)!;
      expect(costs).toBe(earlier.costs);
      if (costs > 0) expect(mean_cost_usd / earlier.mean_cost_usd).toBeCloseTo(2, 3);
    }
  });

  it('waits for a model that is withdrawn, which is not asked meanwhile', async () => {
    const [withdrawn] = (await models()).filter(({ costs }) => costs > 0);
    const names = (await models()).map(({ model }) => model);
    const others = names.filter((model) => model !== withdrawn!.model);
    await restart((text) =>
      text.replace('  any:\n', `  any:\n    models: [${others.join(', ')}]\n`),
    );
    const ids = await submit(opened.client, 20);
    expect(new Set(await ends(opened.client, ids))).toEqual(new Set(['answered']));
    const [row] = await opened.house.database.query<{ models: string[] }>(
      'SELECT array_agg(DISTINCT model) AS models FROM purser.calls WHERE query_id = ANY($1)',
      [ids],
    );
    expect(row!.models).not.toContain(withdrawn!.model);
    await restart((text) => text.replace(`    models: [${others.join(', ')}]\n`, ''));
    expect(await models()).toContainEqual(withdrawn);
  });

  it('lets the rules of a task be changed, which every round keeps from then on', async () => {
    const [first] = await models();
    await restart((text) =>
      text.replace('  any:\n', `  any:\n    rules: { exclude: [${first!.model}] }\n`),
    );
    const { body } = await opened.client.ask('any', 'Keep the rules.', { prefer: 'wait=20' });
    const round = (await opened.client.get(`/v1/rounds/${body.round_id}`)).body;
    expect(round.rules).toEqual({ exclude: [first!.model] });
    expect(round.combination).not.toContain(first!.model);
  });
});
