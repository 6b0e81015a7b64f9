import type { JSX } from 'preact';
import { session } from '../../session/session.js';

/** How to send a task its first query. */
export function FirstQuery({ task }: { task: string }): JSX.Element {
  const needsKey = session.value.state === 'signed-in' && session.value.caller.auth === 'keys';
  const body = JSON.stringify({ task, input: 'What is 6 times 7?' });
  const command = [
    `curl ${location.origin}/v1/queries \\`,
    ...(needsKey ? [`  -H 'authorization: Bearer YOUR_KEY' \\`] : []),
    `  -H 'content-type: application/json' -H 'prefer: wait=30' \\`,
    `  -d '${body}'`,
  ].join('\n');
  return (
    <div class="first-query">
      <p>No query yet. Send one, and its figures appear here:</p>
      <pre class="text" tabIndex={0} aria-label="Command">
        {command}
      </pre>
    </div>
  );
}
