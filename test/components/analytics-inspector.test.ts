import {expect, waitUntil} from '@open-wc/testing';
import {setViewport} from '@web/test-runner-commands';
import {pagePair} from '../../src/page-pair.js';
import {registerProvider} from '../../src/providers/register-provider.js';
import {createRecordingProvider} from '../../src/testing/recording-provider.js';
import {drawn, focused, page, part, pressOn, shown} from '../helpers/elements.js';

const {consent, analytics} = pagePair();
const key = Symbol.for('askfirst.trace');
const recording = createRecordingProvider();

const inspector = async (attributes = '') => {
  const holder = await page(
    `<analytics-root provider="inspected" page-views="manual" app-version="1.5.0"></analytics-root><analytics-inspector ${attributes}></analytics-inspector>`,
  );
  const element = holder.querySelector('analytics-inspector')!;
  await shown(element, 'panel');
  return {holder, element};
};
const rows = (element: Element) => [...part(element, 'events')!.querySelectorAll('tbody')];
const row = (element: Element, name: string) => rows(element).find(body => body.querySelector('button')!.textContent === name);
const said = (element: Element, name: string) => row(element, name)?.querySelector('.chip')?.textContent ?? '';
const set = (field: HTMLElement, value: string, event: string) => {
  (field as HTMLInputElement).value = value;
  field.dispatchEvent(new Event(event));
};

describe('analytics-inspector', () => {
  before(() => registerProvider('inspected', recording.create));
  afterEach(() => setViewport({width: 1000, height: 700}));

  it('shows the decision, and that a call without consent is dropped at the door', async () => {
    const {element} = await inspector();
    expect(part(element, 'decision')!.textContent).to.contain('analyticsunknown').and.to.contain('no decision yet');
    analytics.track('too_early', {email: 'jane@example.com'});
    analytics.track('hello jane@example.com');
    await waitUntil(() => rows(element).length === 2);
    expect(said(element, 'too_early')).to.equal('dropped: no consent');
    expect(said(element, 'track()')).to.equal('dropped: no consent');
    expect(element.shadowRoot!.textContent).not.to.contain('jane');
    consent.acceptEssentialOnly('banner');
    await waitUntil(() => part(element, 'decision')!.textContent.includes('sourcebanner'));
    expect(part(element, 'decision')!.textContent).to.contain('marketingdenied').and.to.contain('policy version1.0');
    await expect(element).to.be.accessible();
  });

  it('follows an event to its acknowledgement, with what was added and masked, and changes nothing of it', async function () {
    this.timeout(20_000);
    const {element} = await inspector();
    consent.acceptAll();
    analytics.track('message_sent', {preview: 'write to jane@example.com', length: 5});
    await waitUntil(() => said(element, 'message_sent') === 'acknowledged', 'it should be acknowledged', {timeout: 15_000});
    const body = row(element, 'message_sent')!;
    expect(body.querySelector('.tag')!.textContent).to.equal('masked: email');
    const name = body.querySelector('button')!;
    await pressOn(this, name, 'Enter', () => name.getAttribute('aria-expanded') === 'true');
    const details = body.querySelector('.details')!;
    const [own, added, masked] = [...details.querySelectorAll('ul')];
    expect(own!.textContent).to.contain('write to [email]').and.to.contain('length5');
    expect(added!.textContent).to.contain('app_version"1.5.0"');
    expect(masked!.textContent).to.equal('properties.previewemail');
    expect(part(element, 'queue')!.textContent).to.match(/tracked\d+waiting0delivered\d/);
    expect(element.shadowRoot!.textContent).not.to.contain('jane');
    const sent = recording.records.filter(({event}) => event === 'message_sent');
    expect(sent.map(({properties}) => [properties['preview'], properties['length']])).to.deep.equal([['write to [email]', 5]]);
    await expect(element).to.be.accessible();

    analytics.track('plan_chosen', {plan: 'pro'});
    await waitUntil(() => row(element, 'plan_chosen'));
    expect(rows(element)[0] === row(element, 'plan_chosen')).to.equal(true, 'the newest comes first');
    expect(row(element, 'message_sent') === body).to.equal(true, 'a row that stays is not made anew');
    expect(focused() === name).to.equal(true);

    set(part(element, 'filter')!, 'EMAIL preview', 'input');
    await waitUntil(() => rows(element).length === 1);
    set(part(element, 'filter')!, '', 'input');
    set(part(element, 'kind')!, 'masked', 'change');
    await drawn();
    expect(rows(element).map(each => each.querySelector('button')!.textContent)).to.deep.equal(['message_sent']);
    set(part(element, 'kind')!, 'all events', 'change');
    await waitUntil(() => rows(element).length > 1);

    analytics.track('never_sent');
    consent.withdrawAll();
    await waitUntil(() => said(element, 'never_sent') === 'dropped: withdrawn');
    part(element, 'clear')!.click();
    await waitUntil(() => rows(element).length === 0);
    expect(element.shadowRoot!.querySelector('.none')!.textContent).to.contain('Without consent');
  });

  it('stands at the bottom when docked, folds, and fits 320 px', async () => {
    const {element} = await inspector('docked');
    await setViewport({width: 320, height: 640});
    const panel = part(element, 'panel')!;
    const atBottom = () => Math.abs(panel.getBoundingClientRect().bottom - innerHeight) < 2;
    await waitUntil(() => getComputedStyle(panel).position === 'fixed' && atBottom());
    expect(panel.scrollWidth).to.be.at.most(320);
    const height = panel.getBoundingClientRect().height;
    part(element, 'collapse')!.click();
    await waitUntil(() => panel.getBoundingClientRect().height < height / 2);
    expect(part(element, 'collapse')!.getAttribute('aria-expanded')).to.equal('false');
    expect(atBottom()).to.equal(true);
    part(element, 'dock')!.click();
    await waitUntil(() => getComputedStyle(panel).position === 'static');
    await expect(element).to.be.accessible();
  });

  it('listens only while it stands in the page, lets others listen too, and leaves the service as it was', async () => {
    const global = globalThis as {[key]?: unknown};
    const {track} = analytics;
    const {holder, element} = await inspector();
    expect(analytics.track === track).to.equal(false);
    element.remove();
    expect(global[key]).to.equal(undefined);
    expect(analytics.track === track).to.equal(true);
    const heard: string[] = [];
    const own = (step: string) => heard.push(step);
    global[key] = own;
    holder.append(element);
    consent.acceptAll();
    analytics.track('heard_by_both');
    await waitUntil(() => row(element, 'heard_by_both'));
    await waitUntil(() => heard.includes('queued'));
    element.remove();
    expect(global[key]).to.equal(own);
    global[key] = undefined;
  });
});
