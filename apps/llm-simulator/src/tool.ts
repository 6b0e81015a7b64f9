import { z } from 'zod';

const properties = z.record(z.string(), z.looseObject({ type: z.unknown().optional() }));

/** The JSON schema of a tool's arguments, as far as the simulator heeds it. */
export const parameters = z.looseObject({ properties: properties.optional() });

/** Something that a model may ask its client to do. */
export interface Tool {
  readonly name: string;
  readonly parameters: z.infer<typeof parameters> | null;
}

/** What a model asks its client to do. */
export interface ToolCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** A call of the tool: text is what the user said, of other kinds it is the same each time. */
export function callOf({ name, parameters: schema }: Tool, text: string): ToolCall {
  const fields = Object.entries(schema?.properties ?? {});
  const values = fields.map(([field, { type }]) => [field, valueOf(type, text)] as const);
  return { name, arguments: Object.fromEntries(values) };
}

/** Those of the tools that may be called: the one that is asked for by name, or all. */
export function chosenOf(tools: readonly Tool[], name: string | undefined): readonly Tool[] {
  return name === undefined ? tools : tools.filter((tool) => tool.name === name);
}

function valueOf(type: unknown, text: string): unknown {
  switch (type) {
    case 'number':
    case 'integer':
      return 7;
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'object':
      return {};
    default:
      return text;
  }
}
