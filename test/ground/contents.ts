import { Redis } from 'ioredis';
import type { House } from './house.js';

/** All rows of a schema's tables, as JSON. */
export async function tablesOf(house: House, schema: string): Promise<string> {
  const tables = await house.database.query<{ name: string }>(
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = $1',
    [schema],
  );
  const texts = tables.map(async ({ name }) => {
    const rows = await house.database.query<{ text: string }>(
      `SELECT to_jsonb(one)::text AS text FROM ${schema}."${name}" AS one`,
    );
    return rows.map(({ text }) => text).join('\n');
  });
  return (await Promise.all(texts)).join('\n');
}

/** All that the queue's store holds. */
export async function queueOf(house: House): Promise<string> {
  if (house.redis === undefined) return tablesOf(house, 'purser_queue');
  const redis = new Redis(house.redis.url);
  const texts = (await redis.keys('*')).map(async (key) => {
    const type = await redis.type(key);
    const [command, ...words] = READS[type] ?? ['TYPE'];
    return `${key} ${JSON.stringify(await redis.call(command!, key, ...words))}`;
  });
  const all = await Promise.all(texts);
  redis.disconnect();
  return all.join('\n');
}

const READS: Record<string, string[]> = {
  string: ['GET'],
  hash: ['HGETALL'],
  list: ['LRANGE', '0', '-1'],
  zset: ['ZRANGE', '0', '-1'],
  set: ['SMEMBERS'],
  stream: ['XRANGE', '-', '+'],
};
