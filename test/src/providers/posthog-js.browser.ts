import {expect} from '@open-wc/testing';
import {systemClock} from '../../../src/lib/clock.js';
import {uuidv7} from '../../../src/lib/uuid.js';
import {createPiiGuard} from '../../../src/privacy/pii-guard.js';
import type {PostHogJs} from '../../../src/providers/posthog-js/start.js';
import type {Properties} from '../../../src/types.js';
import {until} from '../../helpers/until.js';

const survey = {
  id: 's1',
  name: 'How was it?',
  type: 'popover',
  start_date: '2026-01-01T00:00:00Z',
  end_date: null,
  conditions: null,
  schedule: 'once',
  appearance: {},
  questions: [{id: 'q1', type: 'open', question: 'How was it?', buttonText: 'Send'}],
};

describe('posthog-js, in each browser', () => {
  const realFetch = window.fetch;
  let asked: string[] = [];
  let captured: [string, Properties][] = [];
  let posted: string[] = [];
  let sdk: PostHogJs | undefined;
  let stage: HTMLElement;

  before(() => {
    // What posthog-js fetches by, it takes when it is loaded.
    window.fetch = async (...given: Parameters<typeof fetch>) => {
      const url = String(given[0]);
      if (!url.startsWith('https://posthog.example/')) return realFetch(...given);
      asked.push(url);
      return new Response(JSON.stringify({surveys: [survey]}), {status: 200});
    };
  });
  after(() => (window.fetch = realFetch));
  beforeEach(() => {
    asked = [];
    captured = [];
    posted = [];
    stage = document.createElement('div');
    stage.innerHTML = '<button>Buy for jane@example.com</button><p data-private><button class="private">Jane</button></p><input>';
    document.body.append(stage);
  });
  afterEach(() => {
    sdk?.stop();
    stage.remove();
    for (const name of Object.keys(localStorage)) if (/Survey/.test(name)) localStorage.removeItem(name);
  });

  const start = async (...features: string[]) => {
    const {startPostHogJs} = await import('../../../src/providers/posthog-js/start.js');
    const sessionId = uuidv7(Date.now());
    sdk = startPostHogJs(features, {
      endpoint: 'https://posthog.example',
      apiKey: 'phc_demo',
      clock: systemClock,
      foreign: false,
      flags: {peek: () => true, onFlags: () => () => {}},
      replay: {},
      host: {
        async post(_url, body) {
          const stream = new Blob([body]).stream().pipeThrough(new DecompressionStream('gzip'));
          posted.push(await new Response(stream).text());
          return '';
        },
        origin: location.origin,
        now: () => Date.now(),
        warn: (_code, message) => expect.fail(message),
        identity: () => ({distinctId: 'a1', anonymousId: 'a1', userId: null, sessionId}),
        capture: (...event) => void captured.push(event),
        guard: createPiiGuard(),
      },
    });
  };
  const click = (selector: string) => stage.querySelector<HTMLElement>(selector)!.click();
  const names = () => captured.map(([name]) => name);

  it('captures clicks, but nothing private, and maps them, until it is stopped', async () => {
    await start('autocapture', 'heatmaps');
    await until('a click', () => (click('button'), names().includes('$autocapture')));
    captured = [];
    click('.private');
    dispatchEvent(new Event('beforeunload'));
    expect(names()).to.deep.equal(['$$heatmap']);
    expect(JSON.stringify(captured)).to.contain('"type":"click"');
    sdk!.stop();
    captured = [];
    click('button');
    for (const type of ['beforeunload', 'pagehide', 'pageshow']) dispatchEvent(new Event(type));
    expect(captured).to.deep.equal([]);
    expect(window).not.to.have.property('__PosthogExtensions__');
  });

  it('records what happens, not what is written, until it is stopped', async () => {
    await start('replay');
    const input = stage.querySelector('input')!;
    const type = () => {
      input.value = input.value === 'Jane' ? 'Doe' : 'Jane';
      input.dispatchEvent(new InputEvent('input', {bubbles: true}));
      click('button');
    };
    await until('a recording', () => (type(), posted.join().includes('"source":5')));
    expect(posted[0]).to.contain('"type":2,"data":{"node"');
    expect(posted.join()).not.to.match(/jane|doe/i);
    sdk!.stop();
    posted = [];
    type();
    dispatchEvent(new Event('beforeunload'));
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(posted).to.deep.equal([]);
  });

  it('shows a survey, takes the answer, and takes the survey away when it is stopped', async () => {
    await start('surveys');
    const shown = () => document.querySelector('[class^=PostHogSurvey]')?.shadowRoot;
    const area = await until('the survey', () => shown()?.querySelector('textarea'));
    expect(asked[0]).to.match(/\/api\/surveys\/\?token=phc_demo/);
    expect(asked.length).to.equal(1);
    area.value = 'Fine';
    area.dispatchEvent(new InputEvent('input', {bubbles: true}));
    const send = await until('the button', () => shown()!.querySelector<HTMLButtonElement>('button.form-submit:not([disabled])'));
    send.click();
    await until('the answer', () => names().includes('survey sent'));
    expect(JSON.stringify(captured)).to.contain('"$survey_response_q1":"Fine"');
    sdk!.stop();
    expect(shown()).to.equal(undefined);
  });
});
