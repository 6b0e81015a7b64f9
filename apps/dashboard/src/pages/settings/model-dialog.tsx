import type { JSX } from 'preact';
import { NumberField, SelectField, TextField } from '../../form/fields.js';
import type { Written } from '../../form/written.js';
import { EntryDialog, type EntryDialogProps } from './entry-dialog.js';
import { textOf } from './entry.js';
import { given, isFields, type Fields } from './merge-patch.js';

const OWN = ['provider', 'baseUrl', 'apiKeyEnv', 'maxOutputTokens', 'price'];
const PROVIDERS = ['openai-compatible', 'azure-openai', 'anthropic', 'google'];
const PRICES = ['inputUsdPerMillionTokens', 'outputUsdPerMillionTokens'];

/** Makes a model, or changes one. */
export function ModelDialog(
  props: Pick<EntryDialogProps, 'entry' | 'onDone' | 'onStale' | 'onClose'>,
): JSX.Element {
  const config = props.entry?.config ?? {};
  const price = isFields(config['price']) ? config['price'] : {};
  // Where it is written by the token, or with a fee, it stays so: see "Price".
  const isPlain = Object.keys(price).every((key) => PRICES.includes(key));
  const read = (written: Written): Fields => ({
    provider: providerOf(written.text('provider'), config['provider']),
    baseUrl: written.optional('baseUrl'),
    apiKeyEnv: written.optional('apiKeyEnv'),
    maxOutputTokens: written.number('maxOutputTokens'),
    price: isPlain
      ? given(Object.fromEntries(PRICES.map((key) => [key, written.number(`price.${key}`)])))
      : price,
  });
  return (
    <EntryDialog
      kind="model"
      own={OWN}
      read={read}
      controls={
        <>
          <div class="pair">
            <SelectField
              label="Provider"
              name="provider"
              options={PROVIDERS.map((value) => ({ value }))}
              first={textOf(config['provider']) || 'openai-compatible'}
            />
            <TextField
              label="Variable with its API key"
              name="apiKeyEnv"
              first={textOf(config['apiKeyEnv'])}
              placeholder="OPENAI_API_KEY"
              hint="Of the local-servers; none for a model without keys"
            />
          </div>
          <TextField
            label="Address"
            name="baseUrl"
            first={textOf(config['baseUrl'])}
            placeholder="https://api.openai.com/v1"
          />
          <div class="pair">
            <NumberField
              label="Most tokens an answer"
              name="maxOutputTokens"
              first={textOf(config['maxOutputTokens'])}
            />
            {isPlain &&
              PRICES.map((key) => (
                <NumberField
                  key={key}
                  label={key.startsWith('input') ? '$ a million tokens in' : '$ a million out'}
                  name={`price.${key}`}
                  first={textOf(price[key])}
                />
              ))}
          </div>
        </>
      }
      {...props}
    />
  );
}

/** The standard one is written only where it was written before. */
function providerOf(written: string, before: unknown): string | undefined {
  return written === 'openai-compatible' && before === undefined ? undefined : written;
}
