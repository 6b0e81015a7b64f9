import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { SURVEY_SECRETS } from '../ground/house.js';
import type { Operation } from './api-description.js';
import { mostly, valuesOf, type KnownValues } from './schema-values.js';
import { spoilt } from './spoilt.js';

/** A request, as it is sent. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Stands for the entity tag of what the request is about, which is looked up as it is sent. */
export const CURRENT_TAG = 'current';

const TYPES = ['application/json', 'application/json; charset=utf-8'];
const WRONG_TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'x',
  '',
];
const NO_JSON = ['', ' ', '{', '[', 'null', '0', '"x"', '[]', '\0', '{"a":1}}', '{"a":1,"a":2}'];

/**
 * Requests of a route: valid, nearly so, and far from it.
 * @param authorizations the first is of somebody who may do all
 */
export function requestsOf(
  operation: Operation,
  known: KnownValues,
  authorizations: readonly (string | undefined)[],
): fc.Arbitrary<FuzzRequest> {
  const valid = fc.record({
    places: parametersIn('path', operation, known),
    query: parametersIn('query', operation, known),
    headers: parametersIn('header', operation, known),
    authorization: fc.constant(authorizations[0]),
    content: validContentOf(operation, known),
  });
  const any = fc.record({
    places: parametersIn('path', operation, known, pathText),
    query: parametersIn('query', operation, known, fc.string({ unit: 'grapheme' })),
    headers: parametersIn('header', operation, known, headerText),
    authorization: fc.constantFrom(...authorizations),
    content: contentOf(operation, known),
  });
  const { method } = operation;
  return fc
    .oneof({ arbitrary: valid, weight: 1 }, { arbitrary: any, weight: 2 })
    .map(({ places, query, headers, authorization, content }) => ({
      method,
      path: pathOf(operation, places, query),
      body: content.body,
      headers: {
        ...headers,
        ...(authorization === undefined ? {} : { authorization }),
        ...(content.type === undefined ? {} : { 'content-type': content.type }),
        ...content.signature,
      },
    }));
}

type Values = Readonly<Record<string, string>>;

/** @param odd what is there at times, if not only what is known may be there */
function parametersIn(
  place: 'path' | 'query' | 'header',
  { parameters }: Operation,
  known: KnownValues,
  odd?: fc.Arbitrary<string>,
): fc.Arbitrary<Values> {
  const meant = (name: string): readonly unknown[] | undefined => {
    const key = name.toLowerCase();
    if (key !== 'if-match') return known[key];
    return odd === undefined ? [CURRENT_TAG] : [CURRENT_TAG, CURRENT_TAG, '"1"', '"2"'];
  };
  const named = parameters.filter(
    ({ in: where, name }) => where === place && (odd ?? meant(name)) !== undefined,
  );
  const arbitraries = named.map(({ name }) => {
    const values = meant(name);
    const value = values === undefined ? odd! : mostly(values, odd);
    return [name, value as fc.Arbitrary<string>] as const;
  });
  const always = named.filter(({ required }) => place !== 'header' && required === true);
  const requiredKeys = always.map(({ name }) => name);
  return fc.record(Object.fromEntries(arbitraries), { requiredKeys });
}

/** Neither `.` nor `..`, which are for clients to resolve. */
const pathText = fc.oneof(
  fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !/^\.*$/.test(text)),
  fc.uuid(),
  fc.constantFrom('a/b', '%', '\0', 'x'.repeat(200), '__proto__', 'constructor', '0', '-1', ' '),
);

/** What HTTP lets through in a header. */
const headerText = fc.oneof(
  fc.stringMatching(/^[\x21-\x7e]{1,60}$/),
  fc.stringMatching(/^[\xa1-\xff]{1,20}$/),
  fc.constantFrom('x'.repeat(4_000), '"', '""', '*', 'wait=-1', 'wait=1e9', 'W/"1"', '"0"', 'null'),
);

interface Content {
  readonly body: string | undefined;
  readonly type: string | undefined;
  readonly signature: Values;
}

const nothing = fc.constant<Content>({ body: undefined, type: undefined, signature: {} });
const noJson = unsigned(fc.constantFrom(...NO_JSON), [...TYPES, ...WRONG_TYPES]);

function contentOf(operation: Operation, known: KnownValues): fc.Arbitrary<Content> {
  if (operation.method === 'GET') return nothing;
  const often = { arbitrary: validContentOf(operation, known), weight: 6 };
  if (operation.path.endsWith('/outcomes')) {
    const spoiltLines = ndjson(fc.oneof(outcomes, spoilt(outcomes)));
    return fc.oneof(often, { arbitrary: spoiltLines, weight: 6 }, noJson);
  }
  if (operation.body === undefined) return fc.oneof(often, noJson);
  const spoiltJson = json(operation, spoilt(valuesIn(operation, known)));
  return fc.oneof(often, { arbitrary: spoiltJson, weight: 6 }, noJson, nothing);
}

function validContentOf(operation: Operation, known: KnownValues): fc.Arbitrary<Content> {
  if (operation.path.endsWith('/outcomes')) return ndjson(outcomes);
  if (operation.method === 'GET' || operation.body === undefined) return nothing;
  const values = valuesIn(operation, known);
  return json(operation, isPlanning(operation) ? fc.oneof(batches(known), values) : values);
}

function valuesIn(operation: Operation, known: KnownValues): fc.Arbitrary<unknown> {
  return isWebhook(operation) ? surveys(known) : valuesOf(operation.body!, known);
}

function json(operation: Operation, values: fc.Arbitrary<unknown>): fc.Arbitrary<Content> {
  const content = unsigned(
    values.map((value) => JSON.stringify(value)),
    TYPES,
  );
  return isWebhook(operation) ? content.map(signed) : content;
}

function ndjson(values: fc.Arbitrary<unknown>): fc.Arbitrary<Content> {
  const lines = fc.array(values, { minLength: 1, maxLength: 3 });
  const text = lines.map((several) => several.map((line) => JSON.stringify(line)).join('\n'));
  return unsigned(text, ['application/x-ndjson']);
}

function unsigned(text: fc.Arbitrary<string>, types: readonly string[]): fc.Arbitrary<Content> {
  return fc.record({ body: text, type: fc.constantFrom(...types), signature: fc.constant({}) });
}

function isWebhook({ path }: Operation): boolean {
  return path.startsWith('/v1/webhooks/');
}

function isPlanning({ path }: Operation): boolean {
  return path === '/v1/plans';
}

/** Batches that make plans: more hangs together in one than its schema says. */
function batches(known: KnownValues): fc.Arbitrary<unknown> {
  const line = fc.record(
    { id: fc.uuid(), input: fc.string({ minLength: 1 }) },
    { requiredKeys: ['input'] },
  );
  return fc.record({
    task: fc.constantFrom(...known['task']!),
    queries: fc.array(line, { minLength: 1, maxLength: 3 }),
  });
}

/** What is imported of a task's model. */
const outcomes: fc.Arbitrary<unknown> = fc.record(
  {
    model: fc.constant('gpt-4o-mini'),
    query: fc.string({ minLength: 1 }),
    score: fc.double({ min: 0, max: 1, noNaN: true }),
    cost_usd: fc.double({ min: 0, max: 1, noNaN: true }),
    output_tokens: fc.nat(1_000),
  },
  { requiredKeys: ['model', 'score'] },
);

/** What the sender of the source `survey` sends. */
function surveys(known: KnownValues): fc.Arbitrary<unknown> {
  return fc.record({
    type: fc.constantFrom('survey.answered', 'survey.answered', 'survey.opened'),
    data: fc.record({
      query: fc.constantFrom(...known['query_id']!),
      respondent: fc.constantFrom('r1', 'r2'),
      answers: fc.tuple(fc.record({ stars: fc.integer({ min: 1, max: 5 }) })),
    }),
  });
}

function signed(content: Content): Content {
  const at = new Date();
  const id = `msg_${(content.body ?? '').length}`;
  const signature = new Webhook(SURVEY_SECRETS[0]!).sign(id, at, content.body ?? '');
  return {
    ...content,
    signature: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': signature,
    },
  };
}

function pathOf({ path, parameters }: Operation, places: Values, query: Values): string {
  const filled = parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce((text, { name }) => text.replace(`{${name}}`, encodeURIComponent(places[name]!)), path);
  const search = new URLSearchParams(query).toString();
  return search === '' ? filled : `${filled}?${search}`;
}
