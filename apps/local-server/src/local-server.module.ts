import { Module, type DynamicModule } from '@nestjs/common';
import pLimit from 'p-limit';
import { Evaluators } from '#evaluation';
import { JsonPoster, LlmClient } from '#llm';
import type { Queues } from '#queue';
import { Allowances } from './allowances.js';
import { Breakers } from './breakers.js';
import { Cancellations } from './cancellations.js';
import { ExecutionsWorker } from './executions-worker.js';
import { Grader } from './grader.js';
import { HealthEndpoint } from './health-endpoint.js';
import { Judge } from './judge.js';
import { Metrics } from './metrics.js';
import { ModelCaller, type Guards } from './model-caller.js';
import { Outbox } from './outbox.js';
import { PackProcessor } from './pack-processor.js';
import { QueryExecutor } from './query-executor.js';
import type { Settings } from './settings.js';

/** The local-server put together, on queues that are open and that it closes in the end. */
@Module({})
export class LocalServerModule {
  static with(settings: Settings, queues: Queues): DynamicModule {
    const poster = new JsonPoster();
    const outbox = new Outbox(queues);
    const cancellations = new Cancellations();
    const places = pLimit(settings.concurrentCalls);
    const metrics = new Metrics(places);
    const guards: Guards = {
      places,
      breakers: new Breakers((report) => {
        metrics.breakerChanged(report);
        outbox.report(report);
      }),
      allowances: new Allowances(queues.rateLimiter),
    };
    const caller = new ModelCaller(new LlmClient(poster), settings.apiKeys, guards);
    const executor = new QueryExecutor(
      caller,
      new Grader(new Evaluators(poster), new Judge(caller)),
      cancellations,
      (topic, chunk) => queues.channel.publish(topic, { kind: 'chunks', chunks: [chunk] }),
    );
    const packs = new PackProcessor(executor, (each) => outbox.send(each));
    // A pack may hold one query alone, so as many packs as calls may be under way.
    const limits = { concurrency: settings.concurrentCalls, maxBytes: settings.heldBytes };
    const worker = new ExecutionsWorker(queues, packs, cancellations, poster, limits);
    const health = new HealthEndpoint(queues, metrics.registry, settings.health);
    return {
      module: LocalServerModule,
      providers: [
        { provide: ExecutionsWorker, useValue: worker },
        { provide: HealthEndpoint, useValue: health },
      ],
    };
  }
}
