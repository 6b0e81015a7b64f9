import { afterAll, beforeAll, describe, it } from 'vitest';
import { Client } from './client.js';
import { openHouse, type Backend, type House, type HouseOptions } from './house.js';
import { hasRedis } from './redis.js';

/** What a suite finds when its tests run: the house is open by then. */
export interface Opened {
  readonly house: House;
  readonly client: Client;
}

/** Runs the suite in a house on each of the queue's backends; visibly skips what can't run here. */
export function onEachBackend(
  name: string,
  suite: (opened: Opened, backend: Backend) => void,
  options: Omit<HouseOptions, 'backend'> = {},
): void {
  describe.each<Backend>(['postgres', 'redis'])(`${name}, the queue on %s`, (backend) => {
    if (backend === 'redis' && !hasRedis) {
      it.skip('needs redis-server, which is not here', () => undefined);
      return;
    }
    let house: House | undefined;
    beforeAll(async () => {
      house = await openHouse({ ...options, backend });
    });
    afterAll(() => house?.close());
    const opened: Opened = {
      get house() {
        return house!;
      },
      get client() {
        return new Client(house!.url, house!.adminKey);
      },
    };
    suite(opened, backend);
  });
}
