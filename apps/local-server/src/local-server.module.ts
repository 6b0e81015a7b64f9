import { Module, type DynamicModule } from '@nestjs/common';
import pLimit from 'p-limit';
import { Evaluators } from '#evaluation';
import { JsonPoster, LlmClient } from '#llm';
import type { Queues } from '#queue';
import { ExecutionsWorker } from './executions-worker.js';
import { Grader } from './grader.js';
import { HealthEndpoint } from './health-endpoint.js';
import { ModelCaller } from './model-caller.js';
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
    const packs = new PackProcessor(executorOf(settings, poster), (each) => outbox.send(each));
    const worker = new ExecutionsWorker(queues, packs, poster, settings.concurrentCalls);
    const health = new HealthEndpoint(queues, settings.health);
    return {
      module: LocalServerModule,
      providers: [
        { provide: ExecutionsWorker, useValue: worker },
        { provide: HealthEndpoint, useValue: health },
      ],
    };
  }
}

function executorOf({ concurrentCalls, apiKeys }: Settings, poster: JsonPoster): QueryExecutor {
  return new QueryExecutor(
    new ModelCaller(new LlmClient(poster), apiKeys, pLimit(concurrentCalls)),
    new Grader(new Evaluators(poster)),
  );
}
