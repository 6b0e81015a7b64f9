import type { DemoPlan } from './demo-plan.js';

/** Where the service still answers, with a command that a reader can paste into a shell. */
export function tryIt({ tasks: [task] }: DemoPlan, url: string): string {
  const query = task?.table.queries[0];
  const recorded = query?.id ? { metadata: { record_id: query.id } } : {};
  const body = JSON.stringify({ task: task?.name, input: 'Once more, please.', ...recorded });
  const page = task === undefined ? url : `${url}/tasks/${encodeURIComponent(task.name)}`;
  return `See it: ${page}

The service still answers, until Ctrl-C; its API is at ${url}/docs. Try

  curl -s ${url}/v1/queries -H 'content-type: application/json' -H 'prefer: wait=10' \\
    -d '${body.replaceAll("'", String.raw`'\''`)}'
`;
}
