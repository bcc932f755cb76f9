import {expect, waitUntil} from '@open-wc/testing';
import '../../components/collector-live/live.js';
import type {LiveEvent} from '../../components/collector-live/live-types.js';

const today = new Date().toISOString().slice(0, 10);
const anEvent = (id: number, event: string): LiveEvent => ({
  id,
  event,
  project: 'phc_demo',
  source: 'page',
  time: `${today}T08:00:00.000Z`,
  received_at: `${today}T08:00:01.000Z`,
  distinct_id: 'a-visitor-with-a-long-id',
  path: '/chat',
  properties: {note: 'write to [email]', list: [1, 2]},
  masked: [{where: 'properties.note', kind: 'email'}],
  dropped: ['$ip'],
});
const outcomes = {shown: 5, accepted: 2, refused: 1, partly: 1, withdrawn: 1};
const refusal = {time: `${today}T08:00:02.000Z`, route: '/batch/', status: 400, reason: 'invalid JSON', events: 1};
const rows = (...given: object[]) => ({from: today, to: today, rows: given});

const answers: Record<string, unknown> = {
  '/api/events': {events: [anEvent(2, 'second_event'), anEvent(1, 'first_event')]},
  '/api/visitors': {visitors: 3},
  '/api/masked': rows({day: today, value: 'email', events: 2}),
  '/api/rejected': {days: [{...refusal, day: today, requests: 1}], recent: [refusal]},
  '/api/consent': {days: [{...outcomes, day: today, policy: '1.0'}], total: {...outcomes, opt_in_rate: 0.4}},
  '/api/flags': {
    source: 'database',
    editable: true,
    flags: {search: {rollout: 100}, colour: {rollout: 25, variants: {red: 50, blue: 50}, payloads: {red: 1}}},
  },
  '/api/receipts/known': {id: 'known', method: 'banner'},
};

/** A collector's side of the conversation; the real one is met in `test/e2e/live-page.test.ts`. */
const createServer = (token = '') => {
  let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
  const asked: string[] = [];
  const original = window.fetch;
  window.fetch = (input, init) => {
    const {pathname, searchParams} = new URL(String(input), location.origin);
    if (!pathname.startsWith('/api/')) return original(input, init);
    asked.push(pathname + (searchParams.get('event') ?? ''));
    if (token && new Headers(init?.headers).get('authorization') !== `Bearer ${token}`)
      return Promise.resolve(new Response('', {status: 401}));
    if (init?.method === 'PUT') {
      const flags = JSON.parse(init.body as string) as object;
      const right = new Headers(init.headers).get('authorization') === 'Bearer admin-secret';
      return Promise.resolve(right ? Response.json({source: 'database', editable: true, flags}) : new Response('', {status: 401}));
    }
    if (pathname === '/api/live') return Promise.resolve(new Response(new ReadableStream({start: own => void (stream = own)})));
    const counts = searchParams.get('by') === 'day' ? rows({day: today, events: 2, visitors: 3}) : rows({event: 'second_event', events: 1});
    const body = pathname === '/api/counts' ? counts : answers[pathname];
    return Promise.resolve(body ? Response.json(body) : new Response('no such receipt', {status: 404}));
  };
  return {
    asked,
    connected: () => stream !== undefined,
    tell: (name: string, data: unknown) => stream!.enqueue(new TextEncoder().encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)),
    hangUp: () => stream!.close(),
    restore: () => void (window.fetch = original),
  };
};

const within = (element: Element, selector: string) => element.shadowRoot!.querySelector<HTMLElement>(selector)!;
const panel = (live: Element, name: string) => within(live, `collector-live-${name}`);
const says = (element: Element, words: string) =>
  waitUntil(() => element.shadowRoot!.textContent!.includes(words), `${element.localName} should say ${words}`);

describe('the live page', () => {
  let server: ReturnType<typeof createServer>;
  const open = async (token?: string): Promise<Element> => {
    server = createServer(token);
    const live = document.createElement('collector-live');
    document.body.append(live);
    await waitUntil(() => live.shadowRoot!.querySelector('main'));
    await waitUntil(() => within(live, 'collector-live-consent').shadowRoot !== null);
    return live;
  };
  afterEach(() => {
    document.querySelector('collector-live')?.remove();
    server.restore();
    sessionStorage.clear();
  });

  it('shows what was stored, masked, refused and decided, and what comes in as it comes', async () => {
    const live = await open();
    await says(panel(live, 'feed'), 'first_event');
    await waitUntil(server.connected);
    server.tell('stored', anEvent(3, 'third_event'));
    server.tell('stored', anEvent(3, 'the same again'));
    server.tell('rejected', {...refusal, reason: 'too large'});
    await says(panel(live, 'feed'), 'third_event');
    expect(within(panel(live, 'feed'), 'ol').childElementCount).to.equal(3);
    await says(panel(live, 'names'), 'second_event');
    await says(panel(live, 'masked'), 'email');
    await says(panel(live, 'rejected'), 'invalid JSON');
    await says(panel(live, 'consent'), '40');
    await says(panel(live, 'overview'), '3');

    within(panel(live, 'feed'), 'summary').click();
    await says(panel(live, 'feed'), 'properties.note → [email]');
    await expect(live).to.be.accessible();
  });

  it('finds a receipt by its id, or says that there is none', async () => {
    const consent = panel(await open(), 'consent');
    await says(consent, 'A receipt by its id');
    const input = within(consent, 'input') as HTMLInputElement;
    for (const [id, answer] of [
      ['known', 'banner'],
      ['unknown', 'no such receipt'],
    ] as const) {
      input.value = id;
      within(consent, 'button[type=submit]').click();
      await says(consent, answer);
    }
  });

  it('can be filtered and paused, and says when the collector is gone', async () => {
    const live = await open();
    const state = within(live, '.state');
    await waitUntil(server.connected);
    await says(panel(live, 'names'), 'second_event');
    const only = within(live, 'select') as HTMLSelectElement;
    only.value = 'second_event';
    only.dispatchEvent(new Event('change'));
    await waitUntil(() => server.asked.includes('/api/eventssecond_event'));
    within(live, '.range button').click();
    await waitUntil(() => within(live, '.range button').getAttribute('aria-pressed') === 'true');
    const pause = within(live, '.range').nextElementSibling as HTMLElement;
    await waitUntil(() => state.textContent === 'live');
    pause.click();
    await waitUntil(() => state.textContent === 'paused');
    pause.click();
    await waitUntil(() => state.textContent === 'live');
    server.hangUp();
    await waitUntil(() => state.classList.contains('lost'));
  });

  it('shows nothing before the read token is given', async () => {
    const live = await open('open-sesame');
    await waitUntil(() => !within(live, '.lock').hidden);
    const field = within(live, '.lock input') as HTMLInputElement;
    for (const [token, shown] of [
      ['wrong', () => !within(live, '.wrong').hidden],
      ['open-sesame', () => !within(live, 'main').hidden],
    ] as const) {
      expect(within(live, 'main').hidden).to.equal(true);
      field.value = token;
      within(live, '.lock button').click();
      await waitUntil(shown);
    }
    await says(panel(live, 'feed'), 'first_event');
  });

  it('changes the feature flags with the admin token, and says what is wrong with them', async () => {
    const live = await open();
    const flags = panel(live, 'flags');
    await says(flags, 'colour');
    const all = (selector: string) => [...flags.shadowRoot!.querySelectorAll<HTMLInputElement>(selector)];
    const [variants, token, name] = [
      all('.variants')[1]!,
      within(flags, '.save input') as HTMLInputElement,
      within(flags, '.new input') as HTMLInputElement,
    ];
    expect(variants.value).to.equal('red 50, blue 50');
    const save = () => within(flags, '.save button').click();
    token.value = 'wrong';
    variants.value = 'red fifty';
    save();
    await says(flags, 'a percentage each');
    variants.value = 'green 100';
    save();
    await says(flags, 'not the admin token');
    name.value = 'two words';
    within(flags, '.new button').click();
    await says(flags, 'letters, digits');
    name.value = 'third';
    within(flags, '.new button').click();
    expect((flags.shadowRoot!.activeElement as HTMLElement).ariaLabel).to.equal('Rollout in percent of third');
    (flags.shadowRoot!.activeElement as HTMLInputElement).value = '12.5';
    within(flags, '[aria-label="Remove search"]').click();
    token.value = 'admin-secret';
    save();
    await says(flags, 'Saved');
    expect((flags as HTMLElement & {data: {flags: unknown}}).data.flags).to.deep.equal({
      colour: {rollout: 25, variants: {green: 100}},
      third: {rollout: 12.5},
    });
    await waitUntil(() => all('li').length === 2);
  });
});
