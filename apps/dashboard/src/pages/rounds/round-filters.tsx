import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { MomentField, NumberField, SelectField, TextField } from '../../form/fields.js';
import { Refusals } from '../../form/form.js';
import { Written } from '../../form/written.js';
import { useLoaded } from '../../ui/use-loaded.js';
import { fieldOf, searchOf, type Filter, type Search } from './search.js';

interface Named {
  data: { name: string }[];
}

const ANY = { value: '', text: 'any' };
const STATES = ['answered', 'failed', 'pending'].map((value) => ({ value }));

/** What rounds are searched by. Choices count at once, what is written when it is sent. */
export function RoundFilters({
  search,
  error,
  onSearch,
}: {
  search: Search;
  error: Error | undefined;
  onSearch: (search: Search) => void;
}): JSX.Element {
  const tasks = useLoaded<Named>('/v1/tasks').body?.data ?? [];
  const models = useLoaded<Named>('/admin/v1/models').body?.data ?? [];
  const form = useRef<HTMLFormElement>(null);
  const send = (): void => {
    if (form.current === null) return;
    const written = new Written(form.current);
    onSearch(searchOf((filter) => written.text(filter)));
  };
  const tied = (name: Filter) => ({ name, first: fieldOf(search, name) });
  return (
    <Refusals error={error}>
      <form
        ref={form}
        class="filters"
        role="search"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <SelectField
          label="Task"
          options={[ANY, ...optionsOf(tasks)]}
          {...tied('task')}
          onChange={send}
        />
        <SelectField
          label="Model"
          options={[ANY, ...optionsOf(models)]}
          {...tied('model')}
          onChange={send}
        />
        <SelectField
          label="Status"
          options={[ANY, ...STATES]}
          {...tied('status')}
          onChange={send}
        />
        <NumberField label="Reward from" {...tied('reward_min')} />
        <NumberField label="to" {...tied('reward_max')} />
        <NumberField label="Cost from, $" {...tied('cost_min_usd')} />
        <NumberField label="to, $" {...tied('cost_max_usd')} />
        <MomentField label="Taken in from" {...tied('from')} />
        <MomentField label="to" {...tied('to')} />
        <TextField label="Id begins with" {...tied('query')} />
        <div class="row">
          <button type="submit" class="primary">
            Search
          </button>
          {Object.keys(search).length > 0 && (
            <button type="button" class="quiet" onClick={() => onSearch({})}>
              Clear
            </button>
          )}
        </div>
      </form>
    </Refusals>
  );
}

function optionsOf(named: Named['data']) {
  return named.map(({ name }) => ({ value: name }));
}
