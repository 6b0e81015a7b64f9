import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { readModels } from '../../charts/all-models.js';
import { moment } from '../../format/times.js';
import { ModelName } from '../../ui/model-name.js';
import { Status } from '../../ui/status.js';
import { useLoaded } from '../../ui/use-loaded.js';
import { textOf, type Entry } from './entry.js';
import { Listing } from './listing.js';
import { ModelDialog } from './model-dialog.js';
import { PriceDialog } from './price-dialog.js';
import { perMillion } from './price.js';
import { SourceMark } from './source-mark.js';

interface Model extends Entry {
  breaker: {
    state: 'closed' | 'open' | 'half-open';
    open_since: string | null;
    reason: string | null;
  };
  rate_limits: { requests_per_minute: number | null; tokens_per_minute: number | null };
}

const COLUMNS = [
  'Model',
  'Provider',
  { name: '$ a million tokens in', isNumber: true },
  { name: 'out', isNumber: true },
  'Limits a minute',
  'Circuit breaker',
  'Written by',
  { name: 'Actions', isHidden: true },
];

/** The models with what they cost, and how they do. */
export function ModelsSection(): JSX.Element {
  const models = useLoaded<{ data: Model[] }>('/admin/v1/models');
  const [open, setOpen] = useState<{ name: string | null; what: 'model' | 'price' }>();
  const entry = models.body?.data.find(({ name }) => name === open?.name);
  const common = {
    onDone: () => {
      setOpen(undefined);
      models.again();
      void readModels();
    },
    onStale: models.again,
    onClose: () => setOpen(undefined),
  };
  return (
    <Listing
      heading="Models"
      adds="New model"
      onAdd={() => setOpen({ name: null, what: 'model' })}
      loaded={models}
      columns={COLUMNS}
      empty="There is no model yet: a task needs at least one."
      row={(model) => (
        <tr key={model.name}>
          <td>
            <ModelName model={model.name} />
          </td>
          <td class="cut" title={textOf(model.config['baseUrl'])}>
            {textOf(model.config['provider']) || hostOf(textOf(model.config['baseUrl']))}
          </td>
          <td class="number">{perMillion(model.config['price'], 'input')}</td>
          <td class="number">{perMillion(model.config['price'], 'output')}</td>
          <td>{limitsOf(model)}</td>
          <td>
            <Breaker of={model.breaker} />
          </td>
          <td>
            <SourceMark source={model.source} differs={model.file_differs} />
          </td>
          <td class="deeds">
            <button
              type="button"
              aria-label={`Change ${model.name}`}
              onClick={() => setOpen({ name: model.name, what: 'model' })}
            >
              Change
            </button>
            <button
              type="button"
              aria-label={`Price of ${model.name}`}
              onClick={() => setOpen({ name: model.name, what: 'price' })}
            >
              Price
            </button>
          </td>
        </tr>
      )}
    >
      {open?.what === 'model' && <ModelDialog entry={entry} {...common} />}
      {open?.what === 'price' && entry !== undefined && <PriceDialog entry={entry} {...common} />}
    </Listing>
  );
}

function Breaker({ of: { state, open_since, reason } }: { of: Model['breaker'] }): JSX.Element {
  if (state === 'closed') return <Status of="active">closed</Status>;
  return (
    <>
      <Status of={state} />
      <span class="hint">
        {' '}
        since {open_since === null ? '–' : moment(open_since)}
        {reason !== null && `: ${reason}`}
      </span>
    </>
  );
}

function limitsOf({ rate_limits: { requests_per_minute, tokens_per_minute } }: Model): string {
  const told = [
    ...(requests_per_minute === null ? [] : [`${requests_per_minute} requests`]),
    ...(tokens_per_minute === null ? [] : [`${tokens_per_minute} tokens`]),
  ];
  return told.join(', ') || 'none';
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
