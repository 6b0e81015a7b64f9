import type { GradeRequest, GradeResponse } from '#contracts';
import type { WorldQuery } from '#replay';
import type { DemoTask } from './demo-plan.js';
import type { JsonApi } from './json-api.js';
import type { AskedQuery, ServiceClient } from './service-client.js';

/** Someone who reads the answers and rates them: knows by the simulator's grader which are right. */
export class User {
  constructor(
    private readonly simulator: JsonApi,
    private readonly service: ServiceClient,
  ) {}

  /** Rates each answer to a query. @returns the scores */
  rateAll(task: DemoTask, query: WorldQuery, answered: AskedQuery): Promise<number[]> {
    return Promise.all(
      answered.candidates.map(async ({ model, answer }) => {
        const request: GradeRequest = {
          queryId: answered.id,
          task: task.name,
          model,
          input: query.text,
          answer,
          reference: null,
          metadata: query.id === null ? {} : { record_id: query.id },
        };
        const { score } = await this.simulator.post<GradeResponse>('/grade', request);
        await this.service.rate(answered.id, model, score);
        return score;
      }),
    );
  }
}
