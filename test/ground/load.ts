import type { Client } from './client.js';

/** Submits queries, so many at a time, without waiting for answers. @returns those acknowledged */
export async function submit(client: Client, count: number, task = 'any'): Promise<string[]> {
  const answers = await Promise.allSettled(
    Array.from({ length: count }, (_, query) => client.ask(task, `query ${query} of ${task}`)),
  );
  return answers.flatMap((answer) =>
    answer.status === 'fulfilled' && answer.value.status === 202
      ? [answer.value.body.id as string]
      : [],
  );
}

/** How the queries ended: waits until none is pending. */
export async function ends(client: Client, ids: readonly string[]): Promise<string[]> {
  const settled = await Promise.all(ids.map((id) => client.settled(id)));
  return settled.map(({ body }) => body.status as string);
}
