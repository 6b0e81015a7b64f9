import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { useFault } from './form.js';

export interface FieldProps {
  label: string;
  /** As the API names it. */
  name: string;
  hint?: ComponentChildren;
  /** It shows what is refused of fields that the form does not have, too: they are written in it. */
  isRest?: boolean;
}

/** What ties a control to its label and to what is said under it. */
export interface Ties {
  id: string;
  name: string;
  'aria-invalid': boolean;
  'aria-describedby': string;
}

/** A labelled control with a hint under it, or what the API has against it. */
export function Field({
  label,
  name,
  hint,
  isRest = false,
  children,
}: FieldProps & { children: (ties: Ties) => JSX.Element }): JSX.Element {
  const id = useId();
  const fault = useFault(name, isRest);
  const help = `${id}-help`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, name, 'aria-invalid': fault !== undefined, 'aria-describedby': help })}
      <Help id={help} fault={fault} hint={hint} />
    </div>
  );
}

export function Help({
  id,
  fault,
  hint,
}: {
  id: string;
  fault: string | undefined;
  hint: ComponentChildren;
}): JSX.Element {
  return (
    <p id={id} class={fault === undefined ? 'hint' : 'fault'}>
      {fault ?? hint}
    </p>
  );
}
