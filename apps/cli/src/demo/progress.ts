import { SingleBar } from 'cli-progress';

/** Shows how far a demo has come. */
export interface Progress {
  advance(): void;
  stop(): void;
}

/** A bar where the output is a terminal, else a line each tenth. */
export function progressOn(output: NodeJS.WriteStream, total: number): Progress {
  return output.isTTY ? bar(output, total) : lines(output, total);
}

function bar(stream: NodeJS.WriteStream, total: number): Progress {
  const shown = new SingleBar({
    stream,
    format: 'Playing queries |{bar}| {value}/{total} in {duration_formatted}',
  });
  shown.start(total, 0);
  return {
    advance: () => shown.increment(),
    stop: () => (shown.isActive ? shown.stop() : undefined),
  };
}

function lines(output: NodeJS.WriteStream, total: number): Progress {
  const step = Math.max(1, Math.ceil(total / 10));
  let count = 0;
  return {
    advance() {
      count += 1;
      if (count % step === 0 || count === total) output.write(`${count} of ${total} queries\n`);
    },
    stop: () => undefined,
  };
}
