import autocannon from 'autocannon';
import { openLoop, type OpenLoop } from './open-loop.js';

/** A load that asks again as soon as it is answered, on so many connections. */
export interface ClosedLoop {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly connections: number;
  readonly seconds: number;
}

/** What the process of the load generator is asked to do. */
export type LoadOrder =
  | { readonly kind: 'open'; readonly load: OpenLoop }
  | { readonly kind: 'closed'; readonly load: ClosedLoop };

export interface ClosedLoopResult {
  readonly answered: number;
  readonly failed: number;
  readonly perSecond: number;
}

async function closedLoop({ seconds, ...load }: ClosedLoop): Promise<ClosedLoopResult> {
  const result = await autocannon({ ...load, method: 'POST', duration: seconds, timeout: 60 });
  return {
    answered: result['2xx'],
    failed: result.non2xx + result.errors,
    perSecond: result['2xx'] / result.duration,
  };
}

/** The entry of a process of its own, so that making the load does not slow what is measured. */
process.once('message', (order: LoadOrder) => {
  const running = order.kind === 'open' ? openLoop(order.load) : closedLoop(order.load);
  running.then(
    (result) => process.send?.(result, () => process.exit(0)),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
