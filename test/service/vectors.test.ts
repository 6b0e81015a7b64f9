import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, eventually } from '../ground/client.js';
import { openHouse, type House } from '../ground/house.js';

const WAIT = { prefer: 'wait=20' };

/** An embeddings endpoint: a vector of three numbers for every text, unless it is down. */
async function openEndpoint() {
  const texts: string[] = [];
  const state = { isDown: false };
  const server: Server = createServer((request, response) => {
    request.setEncoding('utf8');
    let body = '';
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const { input, model } = JSON.parse(body) as { input: string; model: string };
      texts.push(`${model}: ${input}`);
      response.statusCode = state.isDown ? 503 : 200;
      response.end(JSON.stringify({ data: [{ embedding: [input.length, 1, -1] }] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, texts, state, url: `http://127.0.0.1:${port}/v1` };
}

describe('a contextual task that knows its queries by vectors', () => {
  let house: House;
  let endpoint: Awaited<ReturnType<typeof openEndpoint>>;
  let client: Client;
  const roundOf = async (asked: Promise<{ body: { round_id: string } }>) => {
    const { body } = await asked;
    return (await client.get(`/v1/rounds/${body.round_id}`)).body;
  };
  const post = (body: object) => client.post('/v1/queries', body, WAIT);

  beforeAll(async () => {
    [house, endpoint] = await Promise.all([openHouse({ backend: 'postgres' }), openEndpoint()]);
    client = new Client(house.url, house.adminKey);
    const task = {
      reward: 'any-win',
      size: 1,
      budgetUsdPerQuery: 0.01,
      evaluator: { kind: 'contains', text: 'a' },
      policy: { name: 'contextual', vectorSize: 3 },
    };
    const embeddings = { baseUrl: endpoint.url, model: 'small' };
    for (const [name, config] of [
      ['given', task],
      ['embedded', { ...task, embeddings }],
    ]) {
      const created = await client.post('/admin/v1/tasks', { name, config });
      expect(created.status).toBe(201);
    }
    await eventually(async () => {
      const { status } = await client.ask('embedded', 'Are you there?');
      return status === 202 || undefined;
    });
  });
  afterAll(async () => {
    endpoint.server.close();
    await house.close();
  });

  it("takes the client's own, of the length that it says", async () => {
    const vector = [0.1, 0.2, 0.3];
    const round = await roundOf(post({ task: 'given', input: 'Stir the dough.', vector }));
    // Five simple counts, and the vector in place of the words.
    expect(round.contextual.features).toBe(8);
    const wrong = await post({ task: 'given', input: 'Stir.', vector: [1, 2] });
    expect(wrong).toMatchObject({ status: 400, body: { error: { param: 'vector' } } });
    const unasked = await post({ task: 'any', input: 'Stir.', vector });
    expect(unasked.body.error.message).toContain('takes no vector');
  });

  it('asks the endpoint for those of others, and goes by words while it is down', async () => {
    const round = await roundOf(post({ task: 'embedded', input: 'Knead it for ten minutes.' }));
    expect(endpoint.texts).toContain('small: Knead it for ten minutes.');
    expect(round.contextual.features).toBe(8);
    endpoint.state.isDown = true;
    const byWords = await roundOf(post({ task: 'embedded', input: 'Knead it for ten minutes.' }));
    expect(byWords.contextual.features).toBeGreaterThan(8);
  });

  it('is refused an endpoint without a policy that looks at vectors', async () => {
    const config = {
      reward: 'any-win',
      size: 1,
      budgetUsdPerQuery: 0.01,
      evaluator: { kind: 'contains', text: 'a' },
      embeddings: { baseUrl: endpoint.url, model: 'small' },
    };
    const { status, body } = await client.post('/admin/v1/tasks', { name: 'wrong', config });
    expect(status).toBe(400);
    expect(body.error.message).toContain('vectorSize');
  });
});
