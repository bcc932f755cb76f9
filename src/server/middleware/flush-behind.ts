import type {Afterwards} from './afterwards.js';
import type {EventSink} from './event-sink.js';
import type {RequestFacts} from './exchange.js';

/** Sends what waits, where a host stays alive for it. A host that takes no more work, long after its answer, has it go with the next request's. */
export const flushBehind = (request: RequestFacts, afterwards: Pick<Afterwards, 'settled'>, sink: Pick<EventSink, 'flush'>): void => {
  try {
    request.waitUntil?.(afterwards.settled().then(sink.flush));
  } catch {
    // Nothing is lost by it but time.
  }
};
