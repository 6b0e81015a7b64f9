import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Field, Help, type FieldProps } from './field.js';
import { useFault } from './form.js';

interface TextProps extends FieldProps {
  /** What stands in it at first. */
  first?: string;
  placeholder?: string;
  disabled?: boolean;
  onInput?: (text: string) => void;
}

export function TextField({
  label,
  name,
  hint,
  first = '',
  onInput,
  ...own
}: TextProps & {
  inputMode?: 'decimal' | 'text';
}): JSX.Element {
  return (
    <Field label={label} name={name} hint={hint}>
      {(ties) => (
        <input
          type="text"
          onInput={(event) => onInput?.(event.currentTarget.value)}
          defaultValue={first}
          autocomplete="off"
          spellcheck={false}
          {...own}
          {...ties}
        />
      )}
    </Field>
  );
}

/** A moment in the time zone of whoever looks, as `2026-05-01T10:30`. */
export function MomentField({ label, name, hint, first = '' }: TextProps): JSX.Element {
  return (
    <Field label={label} name={name} hint={hint}>
      {(ties) => <input type="datetime-local" defaultValue={first} {...ties} />}
    </Field>
  );
}

/** Dollars, counts and shares: text, so that the API says what is wrong with it. */
export function NumberField(props: TextProps): JSX.Element {
  return <TextField inputMode="decimal" {...props} />;
}

export function AreaField({
  label,
  name,
  hint,
  isRest = false,
  first = '',
  rows = 8,
  onInput,
  ...own
}: TextProps & { rows?: number }): JSX.Element {
  return (
    <Field label={label} name={name} hint={hint} isRest={isRest}>
      {(ties) => (
        <textarea
          class="mono"
          onInput={(event) => onInput?.(event.currentTarget.value)}
          spellcheck={false}
          defaultValue={first}
          rows={rows}
          {...own}
          {...ties}
        />
      )}
    </Field>
  );
}

export interface Option {
  value: string;
  text?: ComponentChildren;
}

export function SelectField({
  options,
  label,
  name,
  hint,
  first = '',
  onChange,
}: FieldProps & {
  options: Option[];
  first?: string;
  onChange?: (value: string) => void;
}): JSX.Element {
  return (
    <Field label={label} name={name} hint={hint}>
      {(ties) => (
        <select {...ties} onChange={(event) => onChange?.(event.currentTarget.value)}>
          {options.map(({ value, text = value }) => (
            <option key={value} value={value} selected={value === first}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Any of some, each ticked. */
export function ChecksField({
  label,
  name,
  hint,
  options,
  ticked,
}: FieldProps & { options: Option[]; ticked: readonly string[] }): JSX.Element {
  const id = useId();
  const fault = useFault(name);
  return (
    <fieldset class="field" aria-describedby={`${id}-help`}>
      <legend>{label}</legend>
      <div class="checks">
        {options.map(({ value, text = value }) => (
          <label key={value}>
            <input
              type="checkbox"
              name={name}
              value={value}
              defaultChecked={ticked.includes(value)}
              aria-invalid={fault !== undefined}
            />
            {text}
          </label>
        ))}
      </div>
      <Help id={`${id}-help`} fault={fault} hint={hint} />
    </fieldset>
  );
}

/** Yes or no. */
export function CheckField({
  label,
  name,
  hint,
  isTicked = false,
}: FieldProps & { isTicked?: boolean }): JSX.Element {
  const id = useId();
  const fault = useFault(name);
  return (
    <div class="field">
      <label class="check">
        <input
          type="checkbox"
          name={name}
          defaultChecked={isTicked}
          aria-invalid={fault !== undefined}
          aria-describedby={`${id}-help`}
        />
        {label}
      </label>
      <Help id={`${id}-help`} fault={fault} hint={hint} />
    </div>
  );
}
