import { z } from 'zod';
import { closest } from './closest.js';

/** A fault before its path is written out. */
export interface PathFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Everything in which the value, which lies at the path, is not as the schema asks. */
export function faultsOf(
  schema: z.ZodType,
  value: unknown,
  path: readonly (string | number)[] = [],
): PathFault[] {
  const issues = schema.safeParse(value, { error: describe }).error?.issues ?? [];
  return issues.flatMap((issue) => {
    const at = [...path, ...(issue.path as (string | number)[])];
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        path: [...at, key],
        message: unknown(key, issue.message),
      }));
    const message = issue.code === 'invalid_key' ? issue.issues[0]?.message : issue.message;
    return [{ path: at, message: message ?? issue.message }];
  });
}

/** Says what is allowed, and what is there by its kind alone: a value may be a secret. */
const describe: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return typeMessage(KINDS[issue.expected] ?? issue.expected, issue.input);
    case 'too_small':
      return `must ${amount(issue.origin, issue.inclusive ? 'at least' : 'more than', issue.minimum)}`;
    case 'too_big':
      return `must ${amount(issue.origin, issue.inclusive ? 'at most' : 'less than', issue.maximum)}`;
    case 'invalid_value':
      return `${issue.input === undefined ? 'is missing: ' : ''}must be ${oneOf(issue.values)}`;
    case 'invalid_union':
      return `must be ${oneOf((issue.options ?? []) as unknown[])}`;
    case 'unrecognized_keys':
      return issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape).join(', ') : '';
    default:
      return undefined;
  }
};

/** @param allowed the keys that there are, with commas between them */
function unknown(key: string, allowed: string): string {
  const meant = closest(key, allowed.split(', '));
  return `is not known: ${meant ? `did you mean ${meant}?` : `allowed are ${allowed}`}`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
};

function typeMessage(expected: string, input: unknown): string {
  if (input === undefined) return `is missing: must be ${expected}`;
  if (typeof input === 'number' && !Number.isFinite(input)) return `must be ${expected}`;
  return `is ${kindOf(input)}, must be ${expected}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'number'
    ? `the number ${value}`
    : (KINDS[typeof value] ?? 'something else');
}

function amount(origin: string, relation: string, limit: number | bigint): string {
  if (origin === 'string') return `have ${relation} ${limit} characters`;
  if (origin === 'array') return `have ${relation} ${limit} items`;
  return `be ${relation} ${limit}`;
}

function oneOf(values: readonly unknown[]): string {
  const names = values.map(String);
  return [...names.slice(0, -2), names.slice(-2).join(' or ')].join(', ');
}
