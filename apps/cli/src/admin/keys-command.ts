import { Command } from 'commander';
import { asking, pathOf } from './asking.js';
import { fieldsOf } from './field-values.js';

/** `purser keys …`: who may do what. */
export function keysCommand(): Command {
  return new Command('keys')
    .description('Make, change and revoke keys.')
    .addCommand(asking('list', 'list the keys', (api) => api.get('/admin/v1/keys')))
    .addCommand(asking('show <id>', 'show a key', (api, id: string) => api.get(pathOf('keys', id))))
    .addCommand(
      asking(
        'create <name> <field=value...>',
        'make a key, shown this once: roles=[query, rate] tasks=[qa] requests_per_minute=600 …',
        (api, name: string, words: string[]) =>
          api.post('/admin/v1/keys', { name, ...fieldsOf(words) }),
      ),
    )
    .addCommand(
      asking('set <id> <field=value...>', 'change a key', (api, id: string, words: string[]) =>
        api.change('PATCH', pathOf('keys', id), fieldsOf(words)),
      ),
    )
    .addCommand(
      asking(
        'rotate <id> [grace_seconds=N...]',
        'give a key a new secret; the old one stays good for the grace',
        (api, id: string, words: string[]) =>
          api.change('POST', pathOf('keys', id), fieldsOf(words), '/rotate'),
      ),
    )
    .addCommand(
      asking('revoke <id>', 'revoke a key, for ever', (api, id: string) =>
        api.change('DELETE', pathOf('keys', id)),
      ),
    );
}
