export { operationsEnvironment, type OperationsEnvironment } from './environment.js';
export { Log } from './log.js';
export { endsWithin, toldToStop } from './stop.js';
