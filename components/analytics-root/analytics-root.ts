import {ReactiveElement} from '@lit/reactive-element';
import {warn} from '../../src/lib/problems.js';
import {pagePair} from '../../src/page-pair.js';
import type {Analytics, ConsentState, ConsentStore} from '../../src/types.js';
import {css} from '../css.js';
import {h} from '../dom.js';
import {tell} from '../events.js';
import {firstOfPage} from '../first-of-page.js';
import {lateRoot} from '../late-root.js';
import {rootConfig} from './root-config.js';
import {watchElements} from './watch-elements.js';
import {watchMarkup} from './watch-markup.js';

/**
 * Holds the page's consent store and analytics service, and hands them to all other elements wherever they stand. One per page: a
 * second one warns, stays idle, and takes over when the first is gone. Attributes may change at run time; moving the element in the
 * page changes nothing. A malformed attribute is warned of once and falls back to its default.
 *
 * Until the visitor agrees it loads and sends nothing. It also tracks `analytics-track` events (`detail: {name, properties}`) that
 * bubble from anywhere, and clicks and submits on elements with `data-track="event_name" data-track-*="…"`.
 *
 * @summary Holds the decision and the analytics service; shows only what it contains.
 * @tag analytics-root
 * @attr {string} provider - `posthog`, `plausible`, `matomo`, `console`, `noop` (the default), or a name registered by script.
 * @attr {string} api-key - The provider's public project key.
 * @attr {string} api-host - The provider's address, such as `https://eu.i.posthog.com`.
 * @attr {string} site-id - The site's id at the provider (Matomo).
 * @attr {string} domain - The site's name at the provider (Plausible).
 * @attr {string} options - A JSON object (at most 10,000 characters) that is handed to the provider.
 * @attr {string} categories - The optional categories in order, separated by spaces. Default `analytics marketing`.
 * @attr {string} policy-version - A change asks every visitor again. Default `1.0`.
 * @attr {number} expires-days - How many days (1 to 730) a grant and a refusal are remembered. Default 182.
 * @attr {'refuse'|'marketing'|'ignore'} gpc - What Global Privacy Control does before a decision. Default `refuse`.
 * @attr {'refuse'|'marketing'|'ignore'} dnt - What the older "Do Not Track" does before a decision. Default `ignore`.
 * @attr {string} consent-cookie - The name of a first-party cookie that mirrors the decision, for servers and subdomains. Default none.
 * @attr {string} cookie-domain - The domain that this cookie is for, such as `shop.example`. Default the page's own host.
 * @attr {string} receipt-url - Where consent receipts are posted (http(s) or relative). Default nowhere.
 * @attr {string} storage-prefix - What the names of everything stored begin with. Default `askfirst`.
 * @attr {'auto'|'manual'} page-views - Whether page views are tracked by themselves. Default `auto`.
 * @attr {'drop'|'hold'} before-decision - What happens to events before the decision: dropped, or at most 100 held in memory.
 * @attr {'memory'|'standard'|'high'} durability - What events survive: nothing, a closed page, or also a killed browser. Default `high`.
 * @attr {'resend'|'drop'} unknown-outcome - For providers that cannot deduplicate: what follows when nobody knows whether a send arrived. Default `resend`.
 * @attr {string} app-version - The version of the page's own application, added to every event.
 * @attr {string} environment - Such as `production` or `staging`, added to every event.
 * @attr {'reload'|'report'} on-withdraw - What follows a withdrawal that a provider did not stop for. Default `report`: a `consent-purge` event.
 * @attr {string} features - Extras beyond events, separated by spaces: `flags`, `autocapture`, `heatmaps`, `surveys`, `replay` (PostHog).
 * @attr {'basic'|'advanced'} google-consent-mode - Tells Google's tags what the visitor has decided. Read once. Default: nothing is told.
 * @attr {string} google-consent-options - A JSON object for that: `waitForUpdate` (ms), `regions`, `signals` (their categories).
 * @attr {boolean} debug - Says on the console what happens and why.
 * @slot - Anything: the root draws nothing of its own.
 * @fires {ConsentChangeEvent} consent-change - The decision has changed, here or in another tab: `consent`, `previous`, `source`.
 * @fires {ConsentPurgeEvent} consent-purge - About 2 s after a withdrawal: `report` says what of the providers' was removed, and what was not.
 * @fires {AnalyticsReadyEvent} analytics-ready - The provider has been set up after a grant.
 * @fires {AnalyticsProblemEvent} analytics-problem - Something a developer should know: `code`, `message`.
 */
export class AnalyticsRoot extends ReactiveElement {
  static override styles = css`
    :host {
      display: contents;
    }
  `;

  readonly #first = firstOfPage(this, () => {
    this.#stop?.();
    this.#stop = undefined;
  });

  #stop: (() => void) | undefined;

  /** The page's consent store. */
  readonly consent: ConsentStore = pagePair().consent;

  /** The page's analytics service. */
  readonly analytics: Analytics = pagePair().analytics;

  constructor() {
    super();
    new MutationObserver(() => this.requestUpdate()).observe(this, {attributes: true});
  }

  protected override firstUpdated(): void {
    this.renderRoot.append(h('slot', {}));
  }

  protected override updated(): void {
    if (!this.isConnected) return;
    if (!this.#first()) return warn('second-root', '<analytics-root>: one is enough');
    pagePair().configure(rootConfig(this));
    this.#stop ??= this.#start();
  }

  #start(): () => void {
    const pair = pagePair();
    const waiting = lateRoot(this.ownerDocument);
    const stops = [
      pair.onProblem(({code, message}) => tell(this, 'analytics-problem', {code, message})),
      pair.onPurge(report => tell(this, 'consent-purge', {report})),
      pair.onReady(() => tell(this, 'analytics-ready', {})),
      watchMarkup(this.ownerDocument, pair),
      watchElements(this.ownerDocument, pair.consent),
    ];
    pair.start();
    let last: ConsentState | undefined;
    stops.push(
      pair.consent.subscribe(state => {
        const previous = last;
        last = state;
        // Elements and listeners hear of a decision once it is known; that it has been found is no change.
        if (state.settled) waiting.give(pair);
        if (previous && previous !== state && (previous.settled || previous.timestamp !== state.timestamp))
          tell(this, 'consent-change', {consent: state, previous, source: state.source});
      }),
      () => waiting.give(undefined),
      // The next root goes on with what runs: a router has swapped one for another.
      () => this.ownerDocument.querySelector('analytics-root') ?? pair.stop(),
    );
    return () => stops.forEach(stop => stop());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'analytics-root': AnalyticsRoot;
  }
}
