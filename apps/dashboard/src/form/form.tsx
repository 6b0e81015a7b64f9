import { createContext, type ComponentChildren, type JSX, type TargetedSubmitEvent } from 'preact';
import { useContext, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ApiFault } from '../api/api-fault.js';
import { refusalOf, refusedAt, refusedElsewhere, type Refusal } from './refusal.js';
import { Written } from './written.js';

interface FormState {
  refusal: Refusal;
  /** The fields that show their own refusals. */
  fields: Set<string>;
}

const FormContext = createContext<FormState>({ refusal: new Map(), fields: new Set() });

/** What the form around was refused about a field; a rest shows all that no other field does. */
export function useFault(field: string, isRest = false): string | undefined {
  const { refusal, fields } = useContext(FormContext);
  fields.add(field);
  if (isRest) fields.add(REST);
  const own = refusedAt(refusal, field);
  if (!isRest) return own;
  const others = new Map([...refusal].filter(([path]) => path !== '' && path !== field));
  return (
    [...(own === undefined ? [] : [own]), ...refusedElsewhere(others, fields)].join('; ') ||
    undefined
  );
}

/** Fields that search instead of sending: they show what the API has against the search. */
export function Refusals({
  error,
  children,
}: {
  error: Error | undefined;
  children: ComponentChildren;
}): JSX.Element {
  const fields = useRef(new Set<string>()).current;
  const state = useMemo(
    () => ({ refusal: error ? refusalOf(error) : new Map<string, string>(), fields }),
    [error, fields],
  );
  return <FormContext.Provider value={state}>{children}</FormContext.Provider>;
}

/** Among the fields of a form: one of them shows what is refused of others. */
const REST = '*';

interface FormProps {
  /** Sends what was written; what it throws is shown at the field that it names. */
  send: (written: Written) => Promise<unknown>;
  action: string;
  /** Before the names of fields in what the API refuses. */
  prefix?: string;
  isDangerous?: boolean;
  /** Beside the button. */
  beside?: ComponentChildren;
  /** What to do where somebody else was quicker. */
  onStale?: () => void;
  children: ComponentChildren;
}

/** Sends its fields to the API, and says at each what the API has against it. */
export function Form({ send, action, prefix = '', ...props }: FormProps): JSX.Element {
  const [error, setError] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const fields = useRef(new Set<string>()).current;
  const state = useMemo(
    () => ({ refusal: error ? refusalOf(error, prefix) : new Map<string, string>(), fields }),
    [error, prefix, fields],
  );
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [error]);
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await send(new Written(event.currentTarget));
    } catch (fault) {
      setError(fault as Error);
    }
    setBusy(false);
  };
  return (
    <FormContext.Provider value={state}>
      <form class="form" ref={form} noValidate onSubmit={(event) => void submit(event)}>
        {props.children}
        {error !== undefined && <Refused error={error} state={state} onStale={props.onStale} />}
        <div class="row actions">
          <button class={props.isDangerous === true ? 'danger' : 'primary'} disabled={isBusy}>
            {action}
          </button>
          {props.beside}
        </div>
      </form>
    </FormContext.Provider>
  );
}

/** What no field shows; and what to do after somebody else's change. */
function Refused({
  error,
  state,
  onStale,
}: {
  error: Error;
  state: FormState;
  onStale: (() => void) | undefined;
}): JSX.Element {
  const { refusal, fields } = state;
  const inNoField = fields.has(REST)
    ? [refusal.get('') ?? ''].filter(Boolean)
    : refusedElsewhere(refusal, fields);
  const isStale = error instanceof ApiFault && error.status === 412;
  return (
    <div class="fault" role="alert">
      {inNoField.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {isStale && onStale !== undefined && (
        <p class="row">
          Somebody else changed it meanwhile. Yours is not saved.
          <button type="button" onClick={onStale}>
            Show what it is now
          </button>
        </p>
      )}
    </div>
  );
}
