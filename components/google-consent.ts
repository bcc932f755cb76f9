import {pagePair} from '../src/page-pair.js';
import {warn} from '../src/lib/problems.js';
import type {Category} from '../src/types.js';

/** The signals of Google's consent mode, version 2 (developers.google.com/tag-platform/security/guides/consent), and the category that grants each. */
const signals: Readonly<Record<string, Category>> = {
  ad_storage: 'marketing',
  ad_user_data: 'marketing',
  ad_personalization: 'marketing',
  analytics_storage: 'analytics',
  functionality_storage: 'functional',
  personalization_storage: 'personalization',
  security_storage: 'essential',
};

interface Options {
  /** Milliseconds for which tags wait for an update; Google's `wait_for_update`. Default 500. */
  readonly waitForUpdate?: number;
  /** The regions (ISO 3166-2) that "denied" is the default in; everywhere unless given. */
  readonly regions?: readonly string[];
  /** Other categories for some of the signals. */
  readonly signals?: Readonly<Record<string, Category>>;
}

const optionsOf = (root: Element): Options => {
  try {
    return (JSON.parse(root.getAttribute('google-consent-options') ?? '{}') ?? {}) as Options;
  } catch {
    warn('bad-attribute', '<analytics-root google-consent-options>: not JSON, its defaults are used');
    return {};
  }
};

/** Says `denied` for every signal before a tag can run, and what the visitor has decided, now and at each change. */
const follow = (root: Element): void => {
  const page = globalThis as {dataLayer?: unknown[]};
  const layer = (page.dataLayer ??= []);
  const {waitForUpdate = 500, regions, signals: own} = optionsOf(root);
  const all = Object.entries({...signals, ...own}).filter(([signal]) => Object.hasOwn(signals, signal));
  // Google's tags take nothing but an `arguments` object.
  const gtag: (...words: unknown[]) => void = function () {
    // eslint-disable-next-line prefer-rest-params -- see above
    layer.push(arguments);
  };
  const isDefault = (entry: unknown) => (entry as {0?: unknown} | null)?.[0] === 'consent' && (entry as {1?: unknown})[1] === 'default';
  const denied = Object.fromEntries(all.map(([signal]) => [signal, 'denied']));
  // In the advanced mode a script in the head has said so already, before the tags.
  if (!layer.some(isDefault)) gtag('consent', 'default', {...denied, ...(regions && {region: regions}), wait_for_update: waitForUpdate});
  const {consent} = pagePair();
  let last = '';
  consent.subscribe(({settled, timestamp}) => {
    if (!settled || (timestamp === null && !last)) return;
    const said = Object.fromEntries(all.map(([signal, category]) => [signal, consent.hasConsent(category) ? 'granted' : 'denied']));
    const text = JSON.stringify(said);
    if (text !== last) gtag('consent', 'update', said);
    last = text;
  });
};

const root = document.querySelector('[google-consent-mode]')!;
if (!['basic', 'advanced'].includes(root.getAttribute('google-consent-mode')!))
  warn('bad-attribute', '<analytics-root google-consent-mode>: not usable, basic is used');
follow(root);
