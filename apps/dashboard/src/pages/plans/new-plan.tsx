import type { JSX } from 'preact';
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { ApiFault } from '../../api/api-fault.js';
import { ask } from '../../api/client.js';
import { AreaField, ChecksField, SelectField } from '../../form/fields.js';
import { Field } from '../../form/field.js';
import { Form } from '../../form/form.js';
import type { Written } from '../../form/written.js';
import { count } from '../../format/numbers.js';
import { Dialog } from '../../ui/dialog.js';
import { ModelName } from '../../ui/model-name.js';
import { Broken, Loading } from '../../ui/states.js';
import { useLoaded } from '../../ui/use-loaded.js';
import { batchOf } from './batch.js';
import type { Plan } from './plan.js';

interface TaskList {
  data: { name: string; models: { model: string }[] }[];
}

const PLACEHOLDER = '{"id": "a1", "input": "How much is 6 x 7?", "reference": "42"}';

/** Takes a batch, from a file or as text, and lets the service foresee it. */
export function NewPlan({ onClose }: { onClose: () => void }): JSX.Element {
  const { body, error, again } = useLoaded<TaskList>('/v1/tasks');
  return (
    <Dialog heading="New plan" onClose={onClose}>
      {error !== undefined && <Broken error={error} again={again} />}
      {body === undefined && error === undefined && <Loading what="tasks" />}
      {body !== undefined && <PlanForm tasks={body.data} />}
    </Dialog>
  );
}

function PlanForm({ tasks }: { tasks: TaskList['data'] }): JSX.Element {
  const { route } = useLocation();
  const [name, setName] = useState(tasks[0]?.name ?? '');
  const [found, setFound] = useState<string>();
  const models = tasks.find((task) => task.name === name)?.models ?? [];
  const send = async (written: Written): Promise<void> => {
    const plan = await planOf(written, models.length);
    route(`/plans/${plan.id}`);
  };
  const look = async (file: File | undefined): Promise<void> => {
    setFound(file === undefined ? undefined : told(await file.text()));
  };
  return (
    <Form action="Foresee it" send={send}>
      <SelectField
        label="Task"
        name="task"
        options={tasks.map((task) => ({ value: task.name }))}
        first={name}
        onChange={setName}
      />
      <Field
        label="File of queries"
        name="file"
        hint={found ?? 'NDJSON, JSON, or text with a query a line.'}
      >
        {(ties) => (
          <input
            type="file"
            accept=".ndjson,.jsonl,.json,.txt"
            onChange={(event) => void look(event.currentTarget.files?.[0])}
            {...ties}
          />
        )}
      </Field>
      <AreaField
        label="Or paste them"
        name="batch"
        rows={6}
        placeholder={PLACEHOLDER}
        hint="One a line, as POST /v1/queries takes it. Lines with outcomes are labelled samples to foresee by, and are not run."
      />
      <ChecksField
        key={name}
        label="Models to choose from"
        name="models"
        options={models.map(({ model }) => ({ value: model, text: <ModelName model={model} /> }))}
        ticked={models.map(({ model }) => model)}
      />
    </Form>
  );
}

async function planOf(written: Written, models: number): Promise<Plan> {
  const file = written.file('file');
  const field = file === undefined ? 'batch' : 'file';
  const at = new URLSearchParams({ task: written.text('task') });
  const ticked = written.all('models');
  if (ticked.length < models) at.set('models', ticked.join(','));
  try {
    const { lines } = batchOf((await file?.text()) ?? written.text('batch'));
    const contentType = 'application/x-ndjson';
    const asked = { method: 'POST', body: lines, contentType } as const;
    return (await ask<Plan>(`/v1/plans?${at.toString()}`, asked)).body;
  } catch (error) {
    if (error instanceof ApiFault && ['task', 'models'].includes(error.param ?? '')) throw error;
    // What is wrong with a line stands where the lines are.
    throw new ApiFault(400, 'invalid_plan', (error as Error).message, field);
  }
}

function told(text: string): string {
  try {
    const { queries, samples } = batchOf(text);
    return `${count(queries)} queries to run, ${count(samples)} labelled samples`;
  } catch (error) {
    return (error as Error).message;
  }
}
