import {analytics, consent} from 'askfirst';
import {byId} from './dom.js';
import type {LiveCount, LiveNews, Reason} from './live-news.js';
import {text} from './texts.js';

const providers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  posthog: {'api-key': 'phc_demo'},
  plausible: {domain: 'kettle.example'},
  matomo: {'site-id': '1'},
  console: {},
};

const refreshMs = 500;

/** What a visitor does not see on a real page: the decision, the queue, the line, the provider. Returns the function that draws the words anew. */
export const startBackstage = (): (() => void) => {
  const root = document.querySelector('analytics-root')!;
  const frame = byId<HTMLIFrameElement>('live');
  const cut = byId('cut');
  const provider = byId<HTMLSelectElement>('provider');
  const line = root.getAttribute('api-host')!;
  let offline = false;

  const reason = (): Reason => {
    if (!consent.hasDecided()) return 'undecided';
    if (!consent.hasConsent('analytics')) return 'refused';
    if (offline) return 'offline';
    return provider.value === 'console' ? 'console' : 'granted';
  };

  const tell = () => {
    const {lang, dir, dataset} = document.documentElement;
    const news: LiveNews = {reason: reason(), language: lang, direction: dir, theme: dataset['theme']};
    frame.contentWindow?.postMessage(news, location.origin);
  };

  const render = () => {
    const decision = byId('decision');
    const allowed = Object.entries(consent.get().decisions).flatMap(([category, said]) => (said === 'granted' ? [category] : []));
    const said = !consent.hasDecided() ? 'undecided' : allowed.length ? 'granted' : 'refused';
    decision.dataset['said'] = said;
    decision.textContent = said === 'granted' ? `${text('granted')}: ${allowed.join(', ')}` : text(said);
    tell();
  };

  const count = () => {
    const {waiting, delivered} = analytics.stats();
    byId('waiting').textContent = String(waiting);
    byId('delivered').textContent = String(delivered);
  };

  const showLine = (isCut: boolean) => {
    const back = offline && !isCut;
    offline = isCut;
    cut.setAttribute('aria-checked', String(offline));
    // A browser says this when a network comes back; the line is cut outside of it, so it cannot know.
    if (back) dispatchEvent(new Event('online'));
    render();
  };
  const askLine = async (change = '') => {
    const response = await fetch(`/demo/line${change}`, {method: change ? 'PUT' : 'GET'});
    const {cut} = (await response.json()) as {cut: boolean};
    showLine(cut);
  };

  cut.addEventListener('click', () => void askLine(`?cut=${String(!offline)}`));
  const clicks = byId('clicks');
  // PostHog's own feature, and its own code: fetched when the switch is turned on, gone when it is turned off.
  clicks.addEventListener('click', () => {
    const on = root.toggleAttribute('features', !root.hasAttribute('features'));
    if (on) root.setAttribute('features', 'autocapture');
    clicks.setAttribute('aria-checked', String(on));
  });
  provider.addEventListener('change', () => {
    for (const name of ['api-key', 'domain', 'site-id']) root.removeAttribute(name);
    const attributes = {...providers[provider.value], provider: provider.value, 'api-host': line};
    for (const [name, value] of Object.entries(attributes)) root.setAttribute(name, value);
    render();
  });
  byId('withdraw').addEventListener('click', () => consent.withdrawAll());
  byId('refuse').addEventListener('click', () => consent.acceptEssentialOnly());
  byId('ask-again').addEventListener('click', () => consent.reset());
  byId('choices').addEventListener('click', () => document.querySelector<HTMLElement & {open(): void}>('consent-settings')?.open());

  addEventListener('message', ({source, origin, data}: MessageEvent<LiveCount>) => {
    if (source !== frame.contentWindow || origin !== location.origin) return;
    byId('stored').textContent = data.stored ? String(data.stored) : '';
    if (data.asks) tell();
  });
  consent.subscribe(render);
  setInterval(count, refreshMs);
  void askLine();
  return render;
};
