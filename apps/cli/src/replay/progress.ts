import { SingleBar } from 'cli-progress';

/** Shows on a terminal how far a long run has come. */
export interface Progress {
  /** One more seed is played. */
  advance(): void;
  stop(): void;
}

/** A bar on a terminal; nothing where nobody looks. */
export function progressOn(stream: NodeJS.WriteStream, seeds: number): Progress {
  if (!stream.isTTY) return { advance: () => undefined, stop: () => undefined };
  const format =
    'Playing |{bar}| {value} of {total} seeds, {duration_formatted}, {eta_formatted} to go';
  const bar = new SingleBar({ stream, format, clearOnComplete: true });
  bar.start(seeds, 0);
  return { advance: () => bar.increment(), stop: () => bar.stop() };
}
