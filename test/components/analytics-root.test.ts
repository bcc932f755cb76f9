import {expect, waitUntil} from '@open-wc/testing';
import type {AnalyticsProblemEvent, ConsentChangeEvent} from '../../components/events.js';
import {lateConfig} from '../../components/analytics-root/late-config.js';
import {rootConfig} from '../../components/analytics-root/root-config.js';
import {pagePair} from '../../src/page-pair.js';
import {drawn, page, part, shown, state, warnings} from '../helpers/elements.js';

/** Replaces a method of the page's pair for one test. */
const spyOn = <T extends object>(target: T, name: keyof T & string): {calls: unknown[][]; restore(): void} => {
  const original = target[name] as (...args: unknown[]) => unknown;
  const calls: unknown[][] = [];
  (target as Record<string, unknown>)[name] = (...args: unknown[]) => (calls.push(args), original.apply(target, args));
  return {calls, restore: () => void ((target as Record<string, unknown>)[name] = original)};
};

const configOf = (attributes: Record<string, string>) => {
  const root = document.createElement('div');
  for (const [name, value] of Object.entries(attributes)) root.setAttribute(name, value);
  // What is read at once, and what only a decision calls for.
  const config: Record<string, unknown> = {...rootConfig(root), ...lateConfig(root)};
  delete config['late'];
  return config;
};

describe('analytics-root: attributes', () => {
  it('reads what the table of attributes promises', () => {
    expect(
      configOf({
        provider: ' posthog ',
        'api-key': 'phc_demo',
        'api-host': 'https://eu.i.posthog.com',
        'site-id': '3',
        domain: 'example.org',
        options: '{"a":{"b":1}}',
        categories: 'analytics, ads  maps',
        'policy-version': '2.0',
        'expires-days': '30',
        gpc: 'marketing',
        'storage-prefix': 'shop',
        'page-views': 'manual',
        'before-decision': 'hold',
        durability: 'memory',
        'app-version': '1.5.0',
        environment: 'production',
        debug: '',
      }),
    ).to.deep.equal({
      provider: 'posthog',
      apiKey: 'phc_demo',
      apiHost: 'https://eu.i.posthog.com',
      siteId: '3',
      domain: 'example.org',
      options: {a: {b: 1}},
      categories: ['analytics', 'ads', 'maps'],
      policyVersion: '2.0',
      expiresDays: 30,
      gpc: 'marketing',
      storagePrefix: 'shop',
      pageViews: 'manual',
      beforeDecision: 'hold',
      durability: 'memory',
      appVersion: '1.5.0',
      environment: 'production',
      debug: true,
    });
  });

  for (const [name, value] of [
    ['options', '{"secret-value":'],
    ['options', '["secret-value"]'],
    ['options', '"secret-value"'],
    ['options', `{"secret-value":"${'x'.repeat(10_000)}"}`],
    ['options', '['.repeat(9000)],
    ['categories', '[{"secret-value":'],
    ['categories', 'essential'],
    ['categories', 'analytics constructor'],
    ['categories', '__proto__'],
    ['categories', 'Analytics'],
    ['categories', 'a'.repeat(33)],
    ['categories', '🍪'],
    ['categories', Array.from({length: 21}, (_, i) => `c${i}`).join(' ')],
    ['expires-days', 'secret-value'],
    ['expires-days', '-1'],
    ['expires-days', '0'],
    ['expires-days', 'NaN'],
    ['gpc', 'secret-value'],
    ['gpc', 'constructor'],
    ['page-views', 'always'],
    ['before-decision', 'keep'],
    ['durability', 'secret-value'],
  ] as const) {
    it(`falls back for ${name}=${value.slice(0, 24)} and never echoes it`, async () => {
      let config: Record<string, unknown> = {};
      const said = await warnings(() => (config = configOf({[name]: value})));
      expect(Object.keys(config)).to.deep.equal(['debug']);
      expect(said.join()).not.to.contain('secret-value');
    });
  }

  it('warns once, naming the element and the attribute', async () => {
    const said = await warnings(() => {
      configOf({'storage-prefix': 'x', 'page-views': 'first wrong value'});
      configOf({'page-views': 'second wrong value'});
    });
    expect(said.length).to.be.at.most(1);
    for (const line of said) expect(line).to.contain('page-views>');
  });

  it('clamps numbers', () => {
    expect(configOf({'expires-days': '1e9'})['expiresDays']).to.equal(730);
    expect(configOf({'expires-days': '0.001'})['expiresDays']).to.equal(1);
  });

  it('lets no hostile key of the options through', () => {
    const {options} = configOf({options: '{"__proto__":{"polluted":1},"a":{"constructor":{"prototype":{"polluted":1}},"b":2}}'});
    expect(JSON.stringify(options)).to.equal('{"a":{"b":2}}');
    expect(Object.getPrototypeOf(options)).to.equal(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });
});

describe('analytics-root', () => {
  it('hands out the page’s pair and shows only what it contains, accessibly', async () => {
    const holder = await page('<analytics-root><p>Content</p></analytics-root>');
    const root = holder.querySelector('analytics-root')!;
    expect(root.consent === pagePair().consent && root.analytics === pagePair().analytics).to.equal(true);
    expect(getComputedStyle(root).display).to.equal('contents');
    expect(root.shadowRoot!.innerHTML).to.equal('<slot></slot>');
    await expect(root).to.be.accessible();
  });

  it('asks about the owner’s own categories, also when they change at run time', async () => {
    const holder = await page('<analytics-root categories="maps chat"></analytics-root><consent-banner></consent-banner>');
    const banner = holder.querySelector('consent-banner')!;
    expect((await shown(banner, 'categories')).textContent).to.equal('Optional: Maps, Chat');
    holder.querySelector('analytics-root')!.setAttribute('categories', 'analytics');
    await waitUntil(() => part(banner, 'categories')?.textContent === 'Optional: Analytics');
  });

  it('asks again when the policy version changes', async () => {
    const holder = await page('<analytics-root></analytics-root>');
    const root = holder.querySelector('analytics-root')!;
    root.consent.acceptEssentialOnly();
    expect(state().decided).to.equal(true);
    root.setAttribute('policy-version', '2.0');
    await waitUntil(() => !state().decided);
  });

  it('tells every change once, from the root only, across shadow trees', async () => {
    const holder = await page('<div></div>');
    const tree = holder.querySelector('div')!.attachShadow({mode: 'open'});
    const root = tree.appendChild(document.createElement('analytics-root'));
    await drawn();
    // What is decided before the disk has been read is carried out once it has.
    await waitUntil(() => root.consent.get().settled);
    const told: ConsentChangeEvent[] = [];
    const speakers: EventTarget[] = [];
    const listen = (event: ConsentChangeEvent) => {
      told.push(event);
      speakers.push(event.composedPath()[0]!);
    };
    document.addEventListener('consent-change', listen);
    root.consent.acceptAll('settings');
    root.consent.withdrawAll('api');
    document.removeEventListener('consent-change', listen);
    expect(told.map(({consent, previous, source}) => [consent.analytics, previous.analytics, source])).to.deep.equal([
      [true, false, 'settings'],
      [false, true, 'api'],
    ]);
    expect(speakers.every(speaker => speaker === root)).to.equal(true);
  });

  it('does not tell what was decided before as a change', async () => {
    const first = await page('<analytics-root></analytics-root>');
    first.querySelector('analytics-root')!.consent.acceptEssentialOnly();
    first.querySelector('analytics-root')!.remove();
    await drawn();
    let told = 0;
    const listen = () => void told++;
    document.addEventListener('consent-change', listen);
    first.append(document.createElement('analytics-root'));
    await drawn();
    document.removeEventListener('consent-change', listen);
    expect(state().decided).to.equal(true);
    expect(told).to.equal(0);
  });

  it('tells problems by code and message', async () => {
    const holder = await page('<analytics-root></analytics-root>');
    const told: AnalyticsProblemEvent[] = [];
    holder.addEventListener('analytics-problem', event => told.push(event));
    const {setItem} = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    try {
      await warnings(() => holder.querySelector('analytics-root')!.consent.acceptEssentialOnly());
    } finally {
      Storage.prototype.setItem = setItem;
    }
    expect(told.map(({code}) => code)).to.deep.equal(['consent-not-saved']);
    expect(told[0]!.message).to.be.a('string');
  });

  it('keeps a second root idle with one warning, until the first is gone', async () => {
    const configure = spyOn(pagePair(), 'configure');
    const said = await warnings(async () => {
      const holder = await page('<analytics-root policy-version="1"></analytics-root><analytics-root policy-version="2"></analytics-root>');
      const versions = () => configure.calls.map(([config]) => (config as {policyVersion: string}).policyVersion);
      expect(versions()).to.deep.equal(['1']);
      holder.firstElementChild!.remove();
      await drawn();
      expect(versions()).to.deep.equal(['1', '2']);
    });
    configure.restore();
    expect(said.filter(line => line.includes('[second-root]')).length).to.equal(1);
  });

  it('goes on undisturbed when it is moved, and stops when it is gone for good', async () => {
    const holder = await page('<analytics-root></analytics-root><section></section>');
    const stop = spyOn(pagePair(), 'stop');
    const root = holder.querySelector('analytics-root')!;
    holder.querySelector('section')!.append(root);
    await drawn();
    expect(stop.calls.length).to.equal(0);
    root.remove();
    await drawn();
    expect(stop.calls.length).to.equal(1);
    stop.restore();
  });

  it('is followed by the next root without a stop between, and that one is heard', async () => {
    const holder = await page('<analytics-root></analytics-root>');
    const stop = spyOn(pagePair(), 'stop');
    const next = document.createElement('analytics-root');
    next.setAttribute('policy-version', '7');
    holder.querySelector('analytics-root')!.replaceWith(next);
    await drawn();
    let told = 0;
    next.addEventListener('consent-change', () => told++);
    next.consent.acceptEssentialOnly();
    expect([stop.calls.length, told, state().version]).to.deep.equal([0, 1, '7']);
    next.remove();
    await drawn();
    expect(stop.calls.length).to.equal(1);
    stop.restore();
  });

  it('leaves no listener behind when it is removed and re-attached', async () => {
    const holder = await page('<analytics-root></analytics-root>');
    const root = holder.querySelector('analytics-root')!;
    for (let round = 0; round < 50; round++) {
      root.remove();
      await Promise.resolve();
      holder.append(root);
    }
    await drawn();
    let told = 0;
    root.addEventListener('consent-change', () => told++);
    root.consent.acceptEssentialOnly();
    expect(told).to.equal(1);
  });
});

describe('analytics-root: markup that tracks', () => {
  const tracked = async (markup: string, act: (holder: HTMLElement) => void, decide: 'acceptAll' | 'acceptEssentialOnly' = 'acceptAll') => {
    const holder = await page(`<analytics-root></analytics-root>${markup}`);
    await warnings(() => holder.querySelector('analytics-root')!.consent[decide]());
    const track = spyOn(pagePair().analytics, 'track');
    holder.addEventListener('click', event => event.preventDefault());
    holder.addEventListener('submit', event => event.preventDefault());
    act(holder);
    // One more event behind it, to know when everything before has been dealt with.
    holder.dispatchEvent(new CustomEvent('analytics-track', {bubbles: true, composed: true, detail: {name: 'last'}}));
    if (decide === 'acceptAll') await waitUntil(() => track.calls.some(([name]) => name === 'last'));
    else await drawn();
    track.restore();
    return track.calls.filter(([name]) => name !== 'last');
  };

  it('tracks a click with its properties, read with care', async () => {
    const calls = await tracked(
      '<button data-track="agent_selected" data-track-agent-id="7" data-track-code="007" data-track-share="0.5" data-track-big="12345678901234567" data-track-is-new="true" data-track-note="" data-track-huge="1e400"><b>Hi</b></button>',
      holder => holder.querySelector('b')!.click(),
    );
    expect(calls).to.deep.equal([
      ['agent_selected', {agent_id: 7, code: '007', share: 0.5, big: '12345678901234567', is_new: true, note: '', huge: '1e400'}],
    ]);
  });

  it('counts a click once, by the nearest mark, also when the page stops it', async () => {
    const calls = await tracked('<div data-track="outer"><button data-track="inner">x</button></div>', holder => {
      holder.addEventListener('click', event => event.stopImmediatePropagation(), {capture: true, once: true});
      holder.querySelector('button')!.click();
    });
    expect(calls.map(([name]) => name)).to.deep.equal(['inner']);
  });

  it('counts a form’s submits, not the clicks in it', async () => {
    const calls = await tracked('<form data-track="search_sent" data-track-page="2"><input><button>Go</button></form>', holder => {
      holder.querySelector('input')!.click();
      holder.querySelector('form')!.requestSubmit();
    });
    expect(calls).to.deep.equal([['search_sent', {page: 2}]]);
  });

  it('hears clicks and events from shadow trees', async () => {
    const calls = await tracked('<div></div>', holder => {
      const tree = holder.querySelector('div')!.attachShadow({mode: 'open'});
      tree.innerHTML = '<button data-track="deep_click">x</button>';
      tree.querySelector('button')!.click();
      tree
        .querySelector('button')!
        .dispatchEvent(
          new CustomEvent('analytics-track', {bubbles: true, composed: true, detail: {name: 'deep_event', properties: {a: 1}}}),
        );
    });
    expect(calls).to.deep.equal([
      ['deep_click', {}],
      ['deep_event', {a: 1}],
    ]);
  });

  it('warns of a malformed event and goes on', async () => {
    let calls: unknown[][] = [];
    const said = await warnings(async () => {
      calls = await tracked('<p></p>', holder => {
        for (const detail of [undefined, null, {}, {name: 7}]) {
          holder.dispatchEvent(new CustomEvent('analytics-track', {bubbles: true, detail}));
        }
      });
    });
    expect(calls).to.deep.equal([]);
    expect(said.filter(line => line.includes('[bad-track-event]')).length).to.be.at.most(1);
  });

  it('passes on nothing after a refusal', async () => {
    const calls = await tracked(
      '<button data-track="x">x</button>',
      holder => holder.querySelector('button')!.click(),
      'acceptEssentialOnly',
    );
    expect(calls).to.deep.equal([]);
  });
});
