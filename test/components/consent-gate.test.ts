import {expect, waitUntil} from '@open-wc/testing';
import type {ConsentGate} from '../../components/consent-gate/consent-gate.js';
import {pagePair} from '../../src/page-pair.js';
import {drawn, focused, gone, page, part, pressOn, shown, state} from '../helpers/elements.js';

const {consent} = pagePair();
const embed = '/test/fixtures/embed.html';
const frame = `<template><iframe src="${embed}?here" title="A map" width="480" height="240"></iframe></template>`;
const note = (word: string) => `(window.noted ??= []).push('${word}')`;
const noted = (): string[] => ((window as {noted?: string[]}).noted ??= []);

const gates = async (markup: string) => {
  const holder = await page(`<analytics-root></analytics-root>${markup}`);
  const element = holder.querySelector('consent-gate')!;
  return {holder, element};
};
const press = async (element: Element, name: string) => (await shown(element, name)).click();
const frames = (holder: Element) => holder.querySelectorAll('iframe').length;

describe('consent-gate', () => {
  beforeEach(() => (noted().length = 0));

  it('shows an accessible placeholder that says where the content comes from, and loads nothing', async () => {
    const {holder, element} = await gates(
      `<consent-gate category="marketing">${frame.replace(embed, 'https://maps.example/a')}</consent-gate>`,
    );
    const panel = await shown(element, 'panel');
    expect(part(element, 'heading')!.textContent).to.equal('This content needs your consent');
    expect(part(element, 'text')!.textContent).to.equal(
      'It comes from maps.example and belongs to “Marketing”. It loads only if you agree.',
    );
    for (const name of ['once', 'always']) expect(part(element, name)!.getBoundingClientRect().height).to.be.at.least(24);
    expect([panel.style.minBlockSize, panel.style.maxInlineSize]).to.deep.equal(['240px', '480px']);
    expect(frames(holder)).to.equal(0);
    await expect(element).to.be.accessible();
    holder.style.colorScheme = 'dark';
    await expect(element).to.be.accessible();
    holder.style.width = '288px';
    expect(panel.scrollWidth).to.be.at.most(panel.clientWidth);
  });

  it('puts the content in on a grant, and takes it away, with all that came beside it, on a withdrawal', async () => {
    const {holder, element} = await gates(`<consent-gate>${frame}</consent-gate>`);
    await shown(element, 'panel');
    consent.setCategory('marketing', true);
    await waitUntil(() => frames(holder) === 1);
    await gone(element, 'panel');
    expect(holder.querySelector('iframe')!.getBoundingClientRect().height).to.be.at.least(240);
    holder.querySelector('iframe')!.after(document.createElement('iframe'));
    consent.withdrawAll();
    await shown(element, 'panel');
    expect(frames(holder)).to.equal(0);
    expect(element.childNodes.length).to.equal(1);
  });

  it('loads once without storing anything, in this gate alone, and gives the focus on', async function () {
    const {holder, element} = await gates(`<consent-gate>${frame}</consent-gate><consent-gate>${frame}</consent-gate>`);
    await pressOn(this, await shown(element, 'once'), 'Enter', () => frames(holder) === 1);
    await waitUntil(() => frames(holder) === 1);
    expect(localStorage.getItem('askfirst:consent')).to.equal(null);
    expect([consent.hasConsent('marketing'), consent.hasDecided()]).to.deep.equal([false, false]);
    await gone(element, 'panel');
    expect(element.shadowRoot!.activeElement?.className).to.equal('stage');
    expect(!!part(holder.querySelectorAll('consent-gate')[1]!, 'panel')).to.equal(true);
  });

  it('allows always: grants the category, opens every gate of it, and leaves those of others', async () => {
    const {holder, element} = await gates(
      `<consent-gate>${frame}</consent-gate><consent-gate>${frame}</consent-gate><consent-gate category="analytics">${frame}</consent-gate>`,
    );
    await press(element, 'always');
    await waitUntil(() => frames(holder) === 2);
    expect([state().marketing, state().analytics]).to.deep.equal([true, false]);
    expect(frames(holder.querySelectorAll('consent-gate')[2]!)).to.equal(0);
  });

  it('records a visitor’s press as the gate’s, and a script’s as the site’s own', async function () {
    const {element} = await gates(`<consent-gate>${frame}</consent-gate>`);
    await press(element, 'always');
    expect(state().source).to.equal('api');
    consent.reset();
    await pressOn(this, await shown(element, 'always'), 'Enter', () => state().marketing);
    expect([state().marketing, state().source]).to.deep.equal([true, 'gate']);
  });

  it('answers for its own category only: the banner goes on asking for the others', async function () {
    const {holder, element} = await gates(`<consent-gate>${frame}</consent-gate><consent-banner></consent-banner>`);
    const banner = holder.querySelector('consent-banner')!;
    await shown(banner, 'panel');
    await pressOn(this, await shown(element, 'always'), 'Enter', () => state().marketing);
    expect(state().decisions).to.deep.equal({analytics: 'unknown', marketing: 'granted'});
    await waitUntil(() => part(banner, 'accept')?.textContent === 'Allow');
    expect(part(banner, 'categories')!.textContent).to.equal('Optional: Analytics');
    part(banner, 'refuse')!.click();
    expect(state().decisions).to.deep.equal({analytics: 'denied', marketing: 'granted'});
  });

  it('keeps what was loaded once through a choice at another gate, and ends it with a new decision', async () => {
    const {holder, element} = await gates(`<consent-gate>${frame}</consent-gate>`);
    await press(element, 'once');
    await waitUntil(() => frames(holder) === 1);
    consent.setCategory('analytics', true, 'gate');
    await drawn();
    expect(frames(holder)).to.equal(1);
    consent.acceptEssentialOnly('settings');
    await shown(element, 'panel');
    expect(frames(holder)).to.equal(0);
  });

  it('runs the scripts of its content once, in their order, each after those before it', async () => {
    const script = (body: string) => `<script src="data:text/javascript,${encodeURIComponent(body)}"></script>`;
    const {holder, element} = await gates(
      `<consent-gate><template>${script(note('first'))}<script>${note('second')}</script><script type="module">${note('module')}</script>
       ${script(note('third'))}<script type="application/json">{"a": 1}</script></template></consent-gate>`,
    );
    await shown(element, 'panel');
    expect(noted()).to.deep.equal([]);
    consent.acceptAll();
    await waitUntil(() => noted().length === 4);
    expect(noted()).to.deep.equal(['first', 'second', 'third', 'module']);
    element.remove();
    await drawn();
    holder.append(element);
    await waitUntil(() => element.querySelector('script[type="application/json"]'));
    consent.setCategory('analytics', false);
    await drawn();
    expect(noted().length).to.equal(4);
  });

  it('lets no content back in that was withdrawn while it was away from the page', async () => {
    const {holder, element} = await gates(`<consent-gate>${frame}</consent-gate>`);
    consent.acceptAll();
    await waitUntil(() => frames(holder) === 1);
    element.remove();
    expect(element.querySelector('iframe')).to.equal(null);
    consent.withdrawAll();
    holder.append(element);
    expect(frames(holder)).to.equal(0);
    await shown(element, 'panel');
    consent.acceptAll();
    await waitUntil(() => frames(holder) === 1);
  });

  it('stays as it is when it is moved, and works when it is added later and deep in shadow trees', async () => {
    const {holder} = await gates('');
    consent.acceptAll();
    let place: Element | ShadowRoot = holder;
    for (let depth = 0; depth < 3; depth++) {
      const host: Element = document.createElement('div');
      place.append(host);
      place = host.attachShadow({mode: depth === 1 ? 'closed' : 'open'});
    }
    const gate = document.createElement('consent-gate');
    const template = document.createElement('template');
    place.append(gate);
    await drawn();
    template.content.append(document.createElement('iframe'));
    gate.append(template);
    await waitUntil(() => gate.querySelector('iframe'));
    const loaded = gate.querySelector('iframe');
    place.append(gate);
    await drawn();
    expect(gate.querySelector('iframe') === loaded).to.equal(true);
  });

  it('opens for essential, and offers no answer that cannot be kept', async () => {
    const {holder} = await gates(
      `<consent-gate category="essential">${frame}</consent-gate><consent-gate category="toString">${frame}</consent-gate>`,
    );
    await waitUntil(() => frames(holder) === 1);
    const odd = holder.querySelectorAll('consent-gate')[1]!;
    await shown(odd, 'once');
    expect(part(odd, 'always')).to.equal(null);
    consent.acceptAll();
    await drawn();
    expect(frames(odd)).to.equal(0);
  });

  it('shows owner’s names as text, takes words from slots, and speaks the language of its place', async () => {
    const {element} = await gates(
      `<div lang="de"><consent-gate name="<img src=x>">${frame}<b slot="heading">Karte</b></consent-gate></div>`,
    );
    await shown(element, 'panel');
    expect(part(element, 'text')!.textContent).to.contain('Er kommt von <img src=x> und gehört zu „Marketing“');
    expect(part(element, 'once')!.textContent).to.equal('Einmal laden');
    element.closest('div')!.lang = 'ar';
    await waitUntil(() => part(element, 'panel')!.dir === 'rtl');
    await expect(element).to.be.accessible();
  });

  it('keeps the focus on its button when its words change', async () => {
    const {element} = await gates(`<consent-gate lang="en">${frame}</consent-gate>`);
    (await shown(element, 'once')).focus();
    element.lang = 'nn-NO';
    await waitUntil(() => part(element, 'once')!.textContent === 'Last inn én gang');
    expect(focused() === part(element, 'once')).to.equal(true);
  });

  it('shows nothing without a root, nor anything more when its root is gone', async () => {
    const {holder, element} = await gates(`<consent-gate>${frame}</consent-gate>`);
    consent.acceptAll();
    await waitUntil(() => frames(holder) === 1);
    holder.querySelector('analytics-root')!.remove();
    await waitUntil(() => frames(holder) === 0);
    expect(part(element as ConsentGate, 'panel')).to.equal(null);
  });
});
