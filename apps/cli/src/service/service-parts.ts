import { join } from 'node:path';
import { KeptPostgres } from './kept-postgres.js';
import type { ProcessSpec } from './process-spec.js';
import { SupervisedProcess, type Log, type ProcessState } from './supervised-process.js';

/** The apps of the service, in the order in which they are ended. */
const APPS = ['scheduling-cloud', 'local-server', 'llm-simulator'] as const;
type App = (typeof APPS)[number];

const APPS_FOLDER = join(import.meta.dirname, '../../..');

/** The processes of one service. */
export class ServiceParts {
  private readonly processes: { app: App; process: Promise<SupervisedProcess> }[] = [];
  private database: Promise<KeptPostgres> | undefined;

  constructor(private readonly log: Log) {}

  /** Starts the embedded PostgreSQL and returns its address. */
  async startPostgres(folder: string): Promise<string> {
    this.database = KeptPostgres.start(folder, this.log);
    return (await this.database).url;
  }

  /** Starts one process of an app and waits until it is ready. */
  async start(app: App, spec: Omit<ProcessSpec, 'name' | 'entry'>): Promise<void> {
    const number = this.processes.filter((part) => part.app === app).length + 1;
    const name = app === 'local-server' ? `${app} ${number}` : app;
    const entry = join(APPS_FOLDER, app, 'main.js');
    const process = SupervisedProcess.start({ ...spec, name, entry }, this.log);
    this.processes.push({ app, process });
    await process;
  }

  /** The processes that have been started, but for PostgreSQL's. */
  async states(): Promise<ProcessState[]> {
    const parts = await Promise.all(this.processes.map(({ process }) => outcomeOf(process)));
    return parts.flatMap((part) => (part === undefined ? [] : [part.state]));
  }

  /** Ends all that was started: those that take queries first, those they stand on last. */
  async stop(): Promise<void> {
    for (const app of APPS) {
      const parts = this.processes.filter((part) => part.app === app);
      await Promise.all(parts.map(async ({ process }) => (await outcomeOf(process))?.stop()));
    }
    if (this.database) await (await outcomeOf(this.database))?.stop();
  }
}

/** What was started; what could not be has ended already. */
function outcomeOf<Part>(starting: Promise<Part>): Promise<Part | undefined> {
  return starting.catch(() => undefined);
}
