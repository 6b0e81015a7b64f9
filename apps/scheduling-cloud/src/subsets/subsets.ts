import { TaughtSubsets } from './taught-subsets.js';
import { Trainer } from './trainer.js';
import { Versions } from './versions.js';

/** What tasks need that choose subsets of models by query. */
export const SUBSETS = [TaughtSubsets, Trainer, Versions];
