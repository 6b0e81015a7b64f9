import type { JSX } from 'preact';
import { ask } from '../../api/client.js';
import { AreaField, MomentField } from '../../form/fields.js';
import { Form } from '../../form/form.js';
import type { Written } from '../../form/written.js';
import { moment } from '../../format/times.js';
import { Dialog } from '../../ui/dialog.js';
import { Broken } from '../../ui/states.js';
import { Table } from '../../ui/table.js';
import { useLoaded } from '../../ui/use-loaded.js';
import { tagOf, type Entry } from './entry.js';
import { isFields, type Fields } from './merge-patch.js';
import { perMillion } from './price.js';
import { fieldsOf, yamlOf } from './yaml-fields.js';

interface PriceList {
  data: { price: Fields; valid_from: string; key_id: string | null }[];
}

/** What a model costs, has cost and will cost. */
export function PriceDialog({
  entry,
  onDone,
  onStale,
  onClose,
}: {
  entry: Entry;
  onDone: () => void;
  onStale: () => void;
  onClose: () => void;
}): JSX.Element {
  const path = `/admin/v1/models/${encodeURIComponent(entry.name)}`;
  const { body, error, again } = useLoaded<PriceList>(`${path}/prices`);
  const price = isFields(entry.config['price']) ? entry.config['price'] : {};
  const send = async (written: Written): Promise<void> => {
    const from = written.text('valid_from');
    const body = {
      price: fieldsOf(written.text('price'), 'price'),
      ...(from !== '' && { valid_from: new Date(from).toISOString() }),
    };
    await ask(`${path}/price`, { method: 'PUT', body, ifMatch: tagOf(entry) });
    onDone();
  };
  return (
    <Dialog heading={`Price of ${entry.name}`} onClose={onClose}>
      <Form
        key={entry.version}
        action="Set the price"
        prefix={`models.${entry.name}.`}
        send={send}
        onStale={onStale}
      >
        <AreaField
          label="Price"
          name="price"
          isRest
          rows={4}
          first={yamlOf(price)}
          hint="As in purser.yaml: also requestUsd, cachedInputUsdPerMillionTokens, cacheWriteUsdPerMillionTokens"
        />
        <MomentField label="Counts from" name="valid_from" hint="From now on without it" />
      </Form>
      {error !== undefined && <Broken error={error} again={again} />}
      {body !== undefined && (
        <Table
          caption="Its prices"
          columns={[
            'From',
            { name: '$ a million tokens in', isNumber: true },
            { name: 'out', isNumber: true },
            'Set by',
          ]}
        >
          {body.data.map((one) => (
            <tr key={one.valid_from}>
              <td>{moment(one.valid_from)}</td>
              <td class="number">{perMillion(one.price, 'input')}</td>
              <td class="number">{perMillion(one.price, 'output')}</td>
              <td>{one.key_id ?? 'purser.yaml'}</td>
            </tr>
          ))}
        </Table>
      )}
    </Dialog>
  );
}
