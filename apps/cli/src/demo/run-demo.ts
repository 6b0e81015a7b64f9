import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService, type Service } from '../service/service.js';
import type { DemoBatch, DemoPlan } from './demo-plan.js';
import { JsonApi } from './json-api.js';
import { batchText, playBatch, type BatchReport } from './play-batch.js';
import { play } from './play.js';
import { progressOn } from './progress.js';
import { purserYaml } from './purser-yaml.js';
import { reportTable } from './report-table.js';
import { ServiceClient } from './service-client.js';
import { taskReport, type TaskReport } from './task-report.js';
import { tryIt } from './try-it.js';
import { User } from './user.js';

/** How a demo is shown. */
export interface Show {
  /** What people read. */
  readonly output: NodeJS.WriteStream;
  /** Gets the report as one line of JSON; null: nobody asks for it. */
  readonly json: ((line: string) => void) | null;
  /** Ends with the report, instead of when it is stopped. */
  readonly exit: boolean;
  /** Resolves when the demo is to end, be it over or not. */
  readonly stopped: Promise<void>;
}

const LOCAL_SERVERS = 2;
const CONNECTIONS = 48;

/**
 * Plays the plan on a service of its own with an empty database, shows how it went, and lets the
 * service answer until it is stopped. Leaves no process and no file behind.
 * @returns false if it was stopped before there was anything to show
 */
export async function runDemo(plan: DemoPlan, show: Show): Promise<boolean> {
  const dataDir = await mkdtemp(join(tmpdir(), 'purser-demo-'));
  try {
    show.output.write('Starting PostgreSQL, the service, its local-servers and the simulator…\n');
    const service = await startService({
      config: purserYaml(plan),
      dataDir,
      // It is this machine's alone, and gone when the demo ends.
      needsKeys: false,
      localServers: LOCAL_SERVERS,
      simulatorArgs: plan.simulatorOptions,
      env: ownDatabase(process.env),
      log: (line) => show.output.write(`${line}\n`),
    });
    try {
      const presented = present(plan, service, show).then(() => true);
      const isShown = await Promise.race([presented, show.stopped.then(() => false)]);
      if (isShown && !show.exit) await show.stopped;
      return isShown;
    } finally {
      await service.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function present(plan: DemoPlan, service: Service, show: Show): Promise<void> {
  const reports = await reportsOf(plan, service, show);
  show.output.write(`\n${reports.map(({ table }) => table).join('\n\n')}\n\n`);
  const batch = plan.batch && (await batchPlayed(plan.batch, service));
  if (batch) show.output.write(`${batchText(batch)}\n\n`);
  if (!show.exit) show.output.write(tryIt(plan, service.url));
  show.json?.(
    JSON.stringify({ tasks: reports.map(({ report }) => report), ...(batch && { batch }) }),
  );
}

async function batchPlayed(batch: DemoBatch, service: Service): Promise<BatchReport> {
  const api = new JsonApi(service.url, CONNECTIONS);
  try {
    return await playBatch(api, batch);
  } finally {
    await api.close();
  }
}

async function reportsOf(
  plan: DemoPlan,
  service: Service,
  { output, stopped }: Show,
): Promise<{ report: TaskReport; table: string }[]> {
  const api = new JsonApi(service.url, CONNECTIONS);
  const simulator = new JsonApi(service.simulatorUrl ?? '', CONNECTIONS);
  const client = new ServiceClient(api);
  const total = plan.tasks.reduce((sum, { table }) => sum + table.queries.length, 0);
  const progress = progressOn(output, total);
  void stopped.then(() => progress.stop());
  try {
    const user = new User(simulator, client);
    const tallies = await play(plan, client, user, () => progress.advance());
    return [...tallies].map(([task, tally]) => {
      const report = taskReport(task, tally);
      if (tally.failure) output.write(`${task.name}: not all were answered: ${tally.failure}\n`);
      return { report, table: reportTable(report, task) };
    });
  } finally {
    progress.stop();
    await Promise.all([api.close(), simulator.close()]);
  }
}

/** The environment without what would make the demo use another database or queue than its own. */
function ownDatabase(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = ['DATABASE_URL', 'REDIS_URL'];
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.includes(name)));
}
