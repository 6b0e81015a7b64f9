import { z } from 'zod';
import { name } from './names.js';
import { webhookSecretEnv } from './webhook-config.js';

/** What other systems can be told of. */
const eventName = z.enum([
  'query.answered',
  'budget.soft_limit',
  'budget.hard_limit',
  'breaker.opened',
]);

/** A system that is told by signed webhook, as written. */
export const notifyConfig = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  events: z.array(eventName).min(1),
  /** Of which tasks; without it, of all. */
  tasks: z.array(name).min(1).exactOptional(),
  /** The variable of the scheduling-cloud's environment with the secret that signs. */
  secretEnv: webhookSecretEnv,
});
export type NotifyConfig = z.infer<typeof notifyConfig>;
