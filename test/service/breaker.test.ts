import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { eventually } from '../ground/client.js';

onEachBackend('a model that fails', (opened) => {
  it('is left alone by the next queries, and let back by a probe once it answers', async () => {
    const { house, client } = opened;
    const open = () =>
      house.database.query<{ model: string }>('SELECT * FROM purser.open_breakers');
    await house.faults({ errorRate: 1, models: ['gpt-4o-mini'] });
    await eventually(async () => {
      const asked = Array.from({ length: 10 }, (_, each) => client.ask('sum', `Fail ${each}`));
      await Promise.all(asked);
      return (await open()).length > 0 || undefined;
    });
    expect(await open()).toMatchObject([{ model: 'gpt-4o-mini' }]);
    const failing = await eventually(async () => {
      const { body } = await client.get('/admin/v1/models/gpt-4o-mini');
      return body.breaker.state === 'closed' ? undefined : body.breaker;
    });
    expect(failing).toMatchObject({
      trips: expect.any(Number) as number,
      reason: expect.stringContaining('500') as string,
    });
    const chosen = await eventually(async () => {
      const { body } = await client.ask('sum', 'Spare it.');
      const { body: round } = await client.get(`/v1/rounds/${body.id}`);
      return round.combination.includes('gpt-4o-mini') ? undefined : round.combination;
    });
    expect(chosen).toHaveLength(2);
    await house.faults({ errorRate: 0 });
    await eventually(async () => {
      await client.ask('sum', 'Is it well again?', { prefer: 'wait=5' });
      return (await open()).length === 0 || undefined;
    }, 60_000);
    const states = await eventually(async () => {
      const { body } = await client.get('/admin/v1/models');
      const found = body.data.map((model: any) => model.breaker.state as string);
      return found.includes('open') ? undefined : found;
    });
    expect(states).toEqual(['closed', 'closed', 'closed']);
  });
});
