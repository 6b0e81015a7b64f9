export { operationsEnvironment, type OperationsEnvironment } from './environment.js';
export { Happening } from './happening.js';
export { Log } from './log.js';
export { bearsToken } from './metrics-access.js';
export { endsWithin, toldToStop } from './stop.js';
export {
  isTracing,
  openSpan,
  startTracing,
  tellSpan,
  traced,
  traceparentHere,
  within,
} from './tracing.js';
