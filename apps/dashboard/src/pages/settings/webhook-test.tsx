import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ApiFault } from '../../api/api-fault.js';
import { ask } from '../../api/client.js';
import { AreaField } from '../../form/fields.js';
import { Form } from '../../form/form.js';
import type { Written } from '../../form/written.js';
import { score } from '../../format/numbers.js';
import { Dialog } from '../../ui/dialog.js';
import { Facts } from '../../ui/facts.js';
import { sampleOf, type Source, type TestedRating } from './webhook.js';

/** It has the form of a query's id, which is all that a test looks at. */
const SAMPLE_QUERY = '019a53d0-0000-7000-8000-000000000000';

/** Sends JSON as the sender would, and shows what rating it would be; nothing is rated. */
export function WebhookTest({
  of: source,
  onClose,
}: {
  of: Source;
  onClose: () => void;
}): JSX.Element {
  const [result, setResult] = useState<TestedRating>();
  const sample = JSON.stringify(sampleOf(source.mapping, SAMPLE_QUERY), null, 2);
  const send = async (written: Written): Promise<void> => {
    setResult(undefined);
    const body = { payload: payloadOf(written.text('payload')) };
    const path = `/admin/v1/webhook-sources/${encodeURIComponent(source.name)}/test`;
    setResult((await ask<TestedRating>(path, { method: 'POST', body })).body);
  };
  return (
    <Dialog heading={`A test of ${source.name}`} onClose={onClose}>
      <Form action="Send the test" send={send}>
        <AreaField
          label="What the sender sends"
          name="payload"
          isRest
          rows={10}
          first={sample}
          hint="Made up by the mapping: put your sender's own JSON in its place. Nothing is rated by a test."
        />
      </Form>
      <div role="status">{result !== undefined && <Result of={result} />}</div>
    </Dialog>
  );
}

function payloadOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new ApiFault(400, 'invalid_json', `is no JSON: ${(error as Error).message}`, 'payload');
  }
}

function Result({ of: { rating } }: { of: TestedRating }): JSX.Element {
  if (rating === null) {
    return (
      <p class="problem">The source says that such a message is no rating: it is left alone.</p>
    );
  }
  return (
    <Facts
      of={[
        ['It would be a score of', score(rating.score)],
        ['For the query', <code key="query">{rating.query_id}</code>],
        ['Of the model', rating.model ?? 'that served the answer'],
        ['By', rating.rater ?? 'nobody named'],
        ['Comment', rating.comment ?? '–'],
      ]}
    />
  );
}
