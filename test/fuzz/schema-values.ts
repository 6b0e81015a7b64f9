import fc from 'fast-check';
import { components, type Schema } from './api-description.js';

/** By the name of a field, parameter or schema, values that mean something to the house. */
export type KnownValues = Readonly<Record<string, readonly unknown[]>>;

const DEEPEST = 6;

/** Values that the schema allows, often those that are known. */
export function valuesOf(schema: Schema, known: KnownValues, depth = 0): fc.Arbitrary<unknown> {
  const { $ref, example, anyOf, oneOf, allOf, enum: allowed } = schema;
  if (typeof $ref === 'string') {
    const name = $ref.split('/').at(-1)!;
    if (depth > DEEPEST) return fc.constant(null);
    const values = valuesOf(components[name]!, known, depth + 1);
    return name in known ? fc.oneof(fc.constantFrom(...known[name]!), values) : values;
  }
  if (Array.isArray(allowed)) return fc.constantFrom(...(allowed as unknown[]));
  const choices = (anyOf ?? oneOf) as Schema[] | undefined;
  if (choices !== undefined) {
    return fc.oneof(...choices.map((choice) => valuesOf(choice, known, depth)));
  }
  if (Array.isArray(allOf)) return valuesOf(Object.assign({}, ...allOf) as Schema, known, depth);
  const generated = ofType(schema, known, depth);
  return example === undefined
    ? generated
    : fc.oneof({ arbitrary: fc.constant(example), weight: 1 }, { arbitrary: generated, weight: 3 });
}

function ofType(schema: Schema, known: KnownValues, depth: number): fc.Arbitrary<unknown> {
  switch (schema['type']) {
    case 'object':
      return objects(schema, known, depth);
    case 'array': {
      const { items, minItems = 0, maxItems = 3 } = schema as { items?: Schema } & Lengths;
      const item = items === undefined ? fc.jsonValue() : valuesOf(items, known, depth + 1);
      return fc.array(item, { minLength: minItems, maxLength: Math.min(maxItems, minItems + 2) });
    }
    case 'string':
      return strings(schema);
    case 'integer':
    case 'number':
      return numbers(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

interface Lengths {
  minItems?: number;
  maxItems?: number;
}

function objects(schema: Schema, known: KnownValues, depth: number): fc.Arbitrary<unknown> {
  const {
    properties = {},
    required = [],
    additionalProperties,
  } = schema as {
    properties?: Record<string, Schema>;
    required?: string[];
    additionalProperties?: Schema | boolean;
  };
  const fields = Object.entries(properties).map(([name, field]) => {
    const values = valuesOf(field, known, depth + 1);
    const meant = name in known ? mostly(known[name]!, values) : values;
    const often = name in known ? 4 : 1;
    return [name, required.includes(name) ? meant : atTimes(often, meant)] as const;
  });
  const record = fc
    .record(Object.fromEntries(fields))
    .map((values) =>
      Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ABSENT)),
    );
  if (typeof additionalProperties !== 'object' || depth > DEEPEST) return record;
  const more = fc.dictionary(
    fc.string({ minLength: 1, maxLength: 12 }),
    valuesOf(additionalProperties, known, depth + 1),
    { maxKeys: 3 },
  );
  return fc.tuple(more, record).map(([rest, values]) => ({ ...rest, ...values }));
}

const ABSENT = Symbol('absent');

/**
 * Most requests leave most options away: one that can't be honoured is enough to be refused.
 * @param often in how many of ten it is there
 */
function atTimes(often: number, values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { arbitrary: fc.constant(ABSENT), weight: 10 - often },
    { arbitrary: values, weight: often },
  );
}

/** @returns mostly known ones, and only those where there are no others */
export function mostly(
  known: readonly unknown[],
  others?: fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const meant = fc.constantFrom(...known);
  if (others === undefined) return meant;
  return fc.oneof({ arbitrary: meant, weight: 5 }, { arbitrary: others, weight: 1 });
}

function strings({ pattern, minLength = 0, maxLength = 40 }: Schema): fc.Arbitrary<string> {
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern));
  const [least, most] = [Number(minLength), Number(maxLength)];
  return fc.string({ minLength: least, maxLength: Math.min(most, least + 40), unit: 'grapheme' });
}

function numbers(schema: Schema): fc.Arbitrary<number> {
  const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const low = (minimum ?? exclusiveMinimum ?? -1e6) as number;
  const high = (maximum ?? exclusiveMaximum ?? 1e6) as number;
  if (type === 'integer') {
    const first = exclusiveMinimum === undefined ? low : low + 1;
    return fc.oneof(
      fc.integer({ min: first, max: high }),
      fc.integer({ min: first, max: Math.min(high, first + 100) }),
    );
  }
  return fc.double({
    min: low,
    max: high,
    minExcluded: exclusiveMinimum !== undefined,
    maxExcluded: exclusiveMaximum !== undefined,
    noNaN: true,
  });
}
