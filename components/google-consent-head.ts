/**
 * For Google's advanced consent mode: a classic script for the head, before Google's tags, which says `denied` for every signal.
 * `data-wait-for-update` (ms, default 500) and `data-regions` ("DE FR") of its own tag change that; `<analytics-root google-consent-mode="advanced">` says the rest.
 */
const {waitForUpdate = '500', regions = ''} = document.currentScript?.dataset ?? {};
const denied: Record<string, unknown> = {wait_for_update: Number(waitForUpdate)};
for (const signal of [
  'ad_storage',
  'ad_user_data',
  'ad_personalization',
  'analytics_storage',
  'functionality_storage',
  'personalization_storage',
  'security_storage',
])
  denied[signal] = 'denied';
if (regions) denied['region'] = regions.match(/\S+/g);
const page = globalThis as {dataLayer?: unknown[]};
(function (..._words: unknown[]) {
  // eslint-disable-next-line prefer-rest-params -- Google's tags take nothing but an `arguments` object
  (page.dataLayer ??= []).push(arguments);
})('consent', 'default', denied);

export {};
