import { ApiFault } from '../api/api-fault.js';

/** What was refused, and at which field; `''` is the form as a whole. */
export type Refusal = ReadonlyMap<string, string>;

/**
 * Sorts what the API refused by the fields of a form.
 * @param prefix what the API puts before the names of the form's fields, such as `tasks.qa.`; a message
 *   that lists several faults names each with it
 */
export function refusalOf(error: Error, prefix = ''): Refusal {
  if (!(error instanceof ApiFault)) return new Map([['', error.message]]);
  const { message, param } = error;
  if (param === null) return new Map([['', message]]);
  if (prefix === '' || !param.startsWith(prefix))
    return new Map([[param, without(param, message)]]);
  const told = new Map<string, string>();
  for (const fault of message.split(`; ${prefix}`)) {
    const [, path, text] = /^(?<path>[^\s:]+): (?<text>.+)$/su.exec(fault) ?? [];
    if (path === undefined || text === undefined)
      return new Map([[param.slice(prefix.length), message]]);
    const field = path.startsWith(prefix) ? path.slice(prefix.length) : path;
    const before = told.get(field);
    told.set(field, before === undefined ? text : `${before}; ${text}`);
  }
  return told;
}

/** The refusals that concern a field or a part of it, as one text. */
export function refusedAt(refusal: Refusal, field: string): string | undefined {
  const lines = [...refusal].flatMap(([path, text]) => {
    // What is said of a whole concerns its parts.
    if (path === field || field.startsWith(`${path}.`)) return [text];
    const isPart = path.startsWith(`${field}.`) || path.startsWith(`${field}[`);
    return isPart ? [`${path.slice(field.length).replace(/^\./u, '')}: ${text}`] : [];
  });
  return lines.length === 0 ? undefined : lines.join('; ');
}

/** Those that concern none of these fields, with their paths. */
export function refusedElsewhere(refusal: Refusal, fields: Iterable<string>): string[] {
  const known = [...fields];
  return [...refusal].flatMap(([path, text]) => {
    const one = new Map([[path, text]]);
    if (path !== '' && known.some((field) => refusedAt(one, field) !== undefined)) return [];
    return [path === '' ? text : `${path}: ${text}`];
  });
}

function without(param: string, message: string): string {
  return message.startsWith(`${param}: `) ? message.slice(param.length + 2) : message;
}
