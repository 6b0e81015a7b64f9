import { Command } from 'commander';
import { UsageError } from '../replay/usage-error.js';
import type { AdminApi, Answer } from './admin-api.js';
import { asking, pathOf } from './asking.js';
import { dollarsOf } from './dollars.js';
import { fieldsOf } from './field-values.js';

const CAPS = '/admin/v1/caps';
/** What tells caps apart; the same cap with another limit is the same. */
const TERMS = ['scope', 'subject', 'window', 'time_zone', 'hard'] as const;

/** `purser caps …`: what a window may cost at most. */
export function capsCommand(): Command {
  return new Command('caps')
    .description('Look at the dollars that windows may hold, and limit them.')
    .addCommand(asking('list', 'list the caps, with what they hold now', (api) => api.get(CAPS)))
    .addCommand(
      asking(
        'set <window> <usd> [field=value...]',
        'limit a minute, hour, day, week or month: task=qa or key=ID (default: all) time_zone=Europe/Berlin hard=false',
        (api, window: string, usd: string, words: string[]) =>
          setCap(api, { ...termsOf(words), window, limit_usd: dollarsOf(usd) }),
      ),
    )
    .addCommand(
      asking('remove <id>', 'remove a cap; what it has counted is kept', (api, id: string) =>
        api.change('DELETE', pathOf('caps', id)),
      ),
    );
}

interface Cap {
  readonly scope: string;
  readonly subject: unknown;
  readonly window: string;
  readonly limit_usd: number;
}

/** Changes the limit of the cap of these terms, or makes it. */
async function setCap(api: AdminApi, cap: Cap): Promise<Answer> {
  const whole: Answer = { time_zone: 'UTC', hard: true, ...cap };
  const { data } = (await api.get(CAPS)) as { data: Answer[] };
  const same = data.find((other) => TERMS.every((term) => other[term] === whole[term]));
  if (same === undefined) return api.post(CAPS, cap);
  return api.change('PATCH', pathOf('caps', String(same['id'])), { limit_usd: cap.limit_usd });
}

/** @throws {UsageError} for a task and a key at once */
function termsOf(words: readonly string[]): Pick<Cap, 'scope' | 'subject'> {
  const { task, key, ...terms } = fieldsOf(words);
  if (task !== undefined && key !== undefined)
    throw new UsageError('a cap is of a task or of a key: give one of task=… and key=…');
  if (task !== undefined) return { ...terms, scope: 'task', subject: task };
  if (key !== undefined) return { ...terms, scope: 'key', subject: key };
  return { ...terms, scope: 'global', subject: null };
}
