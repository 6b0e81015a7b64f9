import { SingleBar } from 'cli-progress';

/** Shows on stderr how far a long run has come. */
export interface Progress {
  /** One more seed is played. */
  advance(): void;
  stop(): void;
}

/** A line is written no sooner than this after the one before. */
const PAUSE_MS = 5_000;

/** A bar on a terminal, else a line now and then. */
export function progressOn(output: NodeJS.WriteStream, seeds: number): Progress {
  return output.isTTY ? bar(output, seeds) : lines(output, seeds);
}

function bar(stream: NodeJS.WriteStream, seeds: number): Progress {
  const format = 'Playing seeds |{bar}| {value}/{total} in {duration_formatted}';
  const shown = new SingleBar({ stream, format, clearOnComplete: true });
  shown.start(seeds, 0);
  return { advance: () => shown.increment(), stop: () => shown.stop() };
}

function lines(output: NodeJS.WriteStream, seeds: number): Progress {
  let played = 0;
  let last = performance.now();
  return {
    advance() {
      played += 1;
      if (performance.now() - last < PAUSE_MS) return;
      last = performance.now();
      output.write(`${played} of ${seeds} seeds played\n`);
    },
    stop: () => undefined,
  };
}
