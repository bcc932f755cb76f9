import {createDeviceEnricher} from './enrichment/device.js';
import {createEnrich, type Enrich, type EnrichParts} from './enrichment/enrich.js';
import {createPageEnricher} from './enrichment/page.js';
import type {SessionKeeper} from './enrichment/session.js';
import {technicalProperties} from './enrichment/technical.js';
import {createTimeEnricher} from './enrichment/time.js';
import type {UserKeeper} from './enrichment/user.js';
import type {Properties} from './types.js';

export interface PageEnrichParts {
  /** What the owner says of the application: the same object for as long as it is the same. */
  readonly app: () => Properties;
  readonly session: SessionKeeper;
  readonly user: UserKeeper;
  /** When the category's present grant began (epoch ms). */
  readonly epoch: (category: string) => number;
  readonly guard: EnrichParts['guard'];
  /** Ends what listens to the page. */
  readonly signal: AbortSignal;
}

/** What this page adds to every event, and the guard behind it. */
export const createPageEnrich = ({app, session, user, epoch, guard, signal}: PageEnrichParts): Enrich => {
  const technical = technicalProperties(navigator, matchMedia('(display-mode: standalone)').matches);
  return createEnrich({
    enrichers: [createDeviceEnricher(window, signal), app, createTimeEnricher(), createPageEnricher(), () => technical],
    session: session.at,
    user: user.current,
    epoch,
    guard,
  });
};
