import { readFile } from 'node:fs/promises';
import type { ProcessState } from '../service/supervised-process.js';

/** What a process took over a run, in MiB of memory that is resident. */
export interface MemoryFigure {
  readonly name: string;
  readonly restarts: number;
  /** The median of the run's second quarter, when it is warm. */
  readonly warmMib: number;
  /** The median of its last quarter. */
  readonly lastMib: number;
}

/** Looks at the memory of a service's processes again and again. */
export class MemoryWatch {
  private readonly samples = new Map<string, number[]>();
  private states: readonly ProcessState[] = [];

  constructor(private readonly look: () => Promise<readonly ProcessState[]>) {}

  async sample(): Promise<void> {
    this.states = await this.look();
    for (const { name, pid } of this.states) {
      const mib = pid === undefined ? undefined : await residentMib(pid);
      if (mib === undefined) continue;
      const known = this.samples.get(name) ?? [];
      this.samples.set(name, [...known, mib]);
    }
  }

  figures(): MemoryFigure[] {
    return this.states.map(({ name, restarts }) => {
      const samples = this.samples.get(name) ?? [];
      const quarter = Math.ceil(samples.length / 4);
      return {
        name,
        restarts,
        warmMib: medianOf(samples.slice(quarter, 2 * quarter)),
        lastMib: medianOf(samples.slice(-quarter)),
      };
    });
  }
}

function medianOf(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** @returns undefined if the process has ended, or where there is no /proc */
async function residentMib(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
  return kib === undefined ? undefined : Number(kib) / 1_024;
}
