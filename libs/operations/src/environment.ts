import { z } from 'zod';

/** What every process of Purser reads of its environment about how it is operated. */
export const operationsEnvironment = {
  /** The least that is worth a line: `log` is what others call info. */
  LOG_LEVEL: z.enum(['error', 'warn', 'log', 'debug']).default('log'),
  /** `json`: an object a line; `text`: for people. The default: `text` on a terminal. */
  LOG_FORMAT: z.enum(['json', 'text']).optional(),
  /** How long work under way may take to end once the process is told to stop. */
  SHUTDOWN_SECONDS: z.coerce.number().min(0).max(3_600).default(20),
  /** Where spans are sent, by OTLP over HTTP; none are made without. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  /** Opens `/metrics` to whoever sends it as a bearer token. */
  METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, 'must be 16 or more characters, none of them a space')
    .optional(),
};
export type OperationsEnvironment = z.infer<z.ZodObject<typeof operationsEnvironment>>;
