import {createPiiGuard} from '../../privacy/pii-guard.js';
import {createCollectorWith, type Collector, type CollectorOptions} from './create-collector.js';

export type {Collector, CollectorOptions} from './create-collector.js';
export type {EventRow, PromotedColumns, Source} from './collected-event.js';
export type {EventView} from './event-view.js';
export type {Store, StoredEvent} from './store.js';

/**
 * An analytics server in one process and one file: it takes what PostHog's, Plausible's and Matomo's clients send, guards it again,
 * and answers only when it is on disk. Nothing runs before `start()`.
 */
export const createCollector = (options: CollectorOptions): Collector =>
  createCollectorWith(createPiiGuard({rememberHarmless: true}), options);
