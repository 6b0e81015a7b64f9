import type { JSX } from 'preact';
import { ChecksField, NumberField, SelectField } from '../../form/fields.js';
import type { Written } from '../../form/written.js';
import { ModelName } from '../../ui/model-name.js';
import { EntryDialog, type EntryDialogProps } from './entry-dialog.js';
import { textOf } from './entry.js';
import type { Fields } from './merge-patch.js';

const OWN = ['reward', 'size', 'budgetUsdPerQuery', 'models'];
const REWARDS = [
  { value: 'any-win', text: 'any-win: one good answer is enough' },
  { value: 'sum-up', text: 'sum-up: every answer counts' },
  { value: 'all-in', text: 'all-in: all have to be good' },
  { value: 'vote', text: 'vote: the label most believed in' },
];

/** Makes a task, or changes one. */
export function TaskDialog({
  models,
  ...props
}: Pick<EntryDialogProps, 'entry' | 'onDone' | 'onStale' | 'onClose'> & {
  models: readonly string[];
}): JSX.Element {
  const config = props.entry?.config ?? {};
  const chosen = config['models'];
  const ticked = Array.isArray(chosen) ? (chosen as string[]) : models;
  const read = (written: Written): Fields => {
    const all = written.all('models');
    return {
      reward: written.text('reward'),
      size: written.number('size'),
      budgetUsdPerQuery: written.number('budgetUsdPerQuery'),
      // A task that names no models takes those to come, too.
      models: all.length === models.length && !Array.isArray(chosen) ? undefined : all,
    };
  };
  return (
    <EntryDialog
      kind="task"
      own={OWN}
      read={read}
      controls={
        <>
          <SelectField
            label="Reward"
            name="reward"
            options={REWARDS}
            first={textOf(config['reward']) || 'any-win'}
          />
          <div class="pair">
            <NumberField
              label="Models a query"
              name="size"
              first={textOf(config['size'])}
              hint="At most so many; for sum-up and all-in exactly"
            />
            <NumberField
              label="Budget, dollars a query"
              name="budgetUsdPerQuery"
              first={textOf(config['budgetUsdPerQuery'])}
              hint="On average in the long run"
            />
          </div>
          <ChecksField
            label="Models that may be asked"
            name="models"
            options={models.map((model) => ({ value: model, text: <ModelName model={model} /> }))}
            ticked={ticked}
          />
        </>
      }
      {...props}
    />
  );
}
