import { parseConfig } from '#config';
import { simulatorEnvironment } from './environments.js';
import { onFreePort } from './ports.js';
import type { ServiceParts } from './service-parts.js';

/** The configuration as the service runs with it, and the simulator that it names. */
export interface WithSimulator {
  readonly config: string;
  /** Null where the configuration names no simulator. */
  readonly simulatorUrl: string | null;
}

/**
 * Starts the simulator that the configuration names, if it does. Where its port is taken, it
 * listens on another, and all that names it in the configuration is changed.
 */
export async function startSimulator(
  config: string,
  args: readonly string[],
  own: NodeJS.ProcessEnv,
  parts: ServiceParts,
): Promise<WithSimulator> {
  const { simulator } = parseConfig(config);
  if (!simulator) return { config, simulatorUrl: null };
  const env = simulatorEnvironment(own);
  const port = await onFreePort(simulator.port, (free) =>
    parts.start('llm-simulator', { env, args: ['--port', String(free), ...args] }),
  );
  const named = new RegExp(String.raw`\b(127\.0\.0\.1|localhost):${simulator.port}\b`, 'g');
  return {
    config: config.replace(named, `$1:${port}`),
    simulatorUrl: `http://127.0.0.1:${port}`,
  };
}
