/** One thing that is wrong, where it is, and what is allowed. */
export interface Fault {
  /** Of the value in the YAML document, such as `tasks.qa.size`, or a variable's name. */
  readonly path: string;
  readonly message: string;
  /** 1-based; absent where the fault is in no text. */
  readonly line?: number;
}

/** A configuration that is refused whole; the message lists every fault. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(
    readonly what: string,
    readonly faults: readonly Fault[],
  ) {
    super([`${what} is refused:`, ...faults.map(lineOf)].join('\n'));
  }
}

function lineOf({ path, message, line }: Fault): string {
  const place = [path, ...(line === undefined ? [] : [`(line ${line})`])].filter(Boolean).join(' ');
  return `  - ${place}: ${message}`;
}
