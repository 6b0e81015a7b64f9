import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';

/** JSON Schema, as `schemaOf` makes it of OpenAPI's. */
export interface Schema {
  [keyword: string]: unknown;
}

interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required?: boolean;
}

/** A route as the golden file describes it. */
export interface Operation {
  /** `POST /v1/queries` */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Undefined where it takes no body. */
  readonly body: Schema | undefined;
  readonly statuses: readonly number[];
  /** What is undocumented in a response; empty where nothing is. */
  faultsOf(status: number, contentType: string, body: unknown): string[];
}

interface Described {
  paths: Record<string, Record<string, DescribedOperation>>;
  components: { schemas: Record<string, unknown> };
}
interface DescribedOperation {
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
}
type Content = Record<string, { schema: unknown }>;

const GOLDEN = join(import.meta.dirname, '../golden/openapi.json');
const description = JSON.parse(readFileSync(GOLDEN, 'utf8')) as Described;

const ROOT = 'purser';
const BOUNDS = [
  ['exclusiveMinimum', 'minimum'],
  ['exclusiveMaximum', 'maximum'],
] as const;
export const components = schemaOf(description.components.schemas) as Record<string, Schema>;
const ajv = new Ajv({ strict: false, validateFormats: false });
ajv.addSchema({ $id: ROOT, definitions: components });

export const operations: readonly Operation[] = Object.entries(description.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, described]) =>
      operationOf(method.toUpperCase(), path, described),
    ),
);

function operationOf(method: string, path: string, described: DescribedOperation): Operation {
  const responses = new Map(
    Object.entries(described.responses).map(([status, { content }]) => [
      Number(status),
      validatorsOf(content ?? {}),
    ]),
  );
  const inPath = (name: string): boolean => path.includes(`{${name}}`);
  const body = described.requestBody?.content['application/json']?.schema;
  return {
    name: `${method} ${path}`,
    method,
    path,
    parameters: (described.parameters ?? []).filter(
      (parameter) => parameter.in !== 'path' || inPath(parameter.name),
    ),
    body: body === undefined ? undefined : (schemaOf(body) as Schema),
    statuses: [...responses.keys()],
    faultsOf: (status, contentType, answer) => {
      const validators = responses.get(status);
      if (validators === undefined) return [`status ${status} is undocumented`];
      const validate = validators.get(contentType.split(';')[0]!.trim());
      if (validate === undefined) return [`${contentType} is undocumented for status ${status}`];
      validate(answer);
      return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
    },
  };
}

function validatorsOf(content: Content): Map<string, ValidateFunction> {
  return new Map(
    Object.entries(content).map(([type, { schema }]) => [
      type,
      ajv.compile(schemaOf(schema) as Schema),
    ]),
  );
}

/** OpenAPI 3.0's dialect as JSON Schema: its `nullable`, its Boolean bounds, its references. */
function schemaOf(described: unknown): unknown {
  if (Array.isArray(described)) return described.map(schemaOf);
  if (typeof described !== 'object' || described === null) return described;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(described).map(([key, value]) => [
      key,
      key === 'example' || key === 'enum' ? (value as unknown) : schemaOf(value),
    ]),
  );
  for (const [exclusive, bound] of BOUNDS) {
    if (rest[exclusive] === true) {
      rest[exclusive] = rest[bound];
      Reflect.deleteProperty(rest, bound);
    }
  }
  if (typeof rest['$ref'] === 'string') {
    rest['$ref'] = rest['$ref'].replace('#/components/schemas/', `${ROOT}#/definitions/`);
  }
  return nullable === true ? { anyOf: [rest, { type: 'null' }] } : rest;
}
