import { z } from 'zod';
import type { Asked } from '../asked.js';
import { chosenOf, parameters } from '../tool.js';

const part = z.looseObject({
  text: z.string().optional(),
  functionResponse: z.looseObject({}).optional(),
});

/** Gemini's request for content, as far as the simulator heeds it. */
export const generateRequest = z.looseObject({
  contents: z.array(z.looseObject({ role: z.string().optional(), parts: z.array(part) })).min(1),
  tools: z
    .array(
      z.looseObject({
        functionDeclarations: z
          .array(z.looseObject({ name: z.string(), parameters: parameters.optional() }))
          .optional(),
      }),
    )
    .optional(),
  toolConfig: z
    .looseObject({
      functionCallingConfig: z
        .looseObject({
          mode: z.string().optional(),
          allowedFunctionNames: z.array(z.string()).optional(),
        })
        .optional(),
    })
    .optional(),
});
export type GenerateRequest = z.infer<typeof generateRequest>;

/** A model that was told what a tool made of its call does not call again. */
export function askedIn(request: GenerateRequest, model: string, isStreamed: boolean): Asked {
  const { contents, tools, toolConfig } = request;
  const { mode, allowedFunctionNames } = toolConfig?.functionCallingConfig ?? {};
  const wasTold = contents.at(-1)?.parts.some(({ functionResponse }) => functionResponse) ?? false;
  const offered = (tools ?? [])
    .flatMap(({ functionDeclarations }) => functionDeclarations ?? [])
    .map(({ name, parameters: schema }) => ({ name, parameters: schema ?? null }));
  return {
    model,
    text: lastUserText(contents),
    metadata: null,
    tools: wasTold || mode === 'NONE' ? [] : chosenOf(offered, allowedFunctionNames?.[0]),
    isStreamed,
  };
}

function lastUserText(contents: GenerateRequest['contents']): string {
  const texts = contents
    .filter(({ role = 'user' }) => role === 'user')
    .map(({ parts }) => parts.flatMap(({ text }) => text ?? []));
  return texts.findLast((each) => each.length > 0)?.join('') ?? '';
}
