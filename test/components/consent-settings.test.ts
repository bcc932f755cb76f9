import {expect, waitUntil} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import type {ConsentSettings} from '../../components/consent-settings/consent-settings.js';
import {verifyReceipts} from '../../src/lib/receipts/verify-receipts.js';
import {pagePair} from '../../src/page-pair.js';
import {drawn, focused, page, part, pressOn, shown, state} from '../helpers/elements.js';

const {consent} = pagePair();

const settings = async (attributes = '', decide?: () => void, inside = ''): Promise<ConsentSettings> => {
  const holder = await page(`<analytics-root></analytics-root><consent-settings ${attributes}>${inside}</consent-settings>`);
  decide?.();
  await drawn();
  return holder.querySelector('consent-settings')!;
};

const within = (element: Element, place: 'dialog' | 'inline', selector: string): HTMLElement =>
  element.shadowRoot!.querySelector<HTMLElement>(`.${place} ${selector}`)!;

const control = (element: Element, place: 'dialog' | 'inline', category: string): HTMLInputElement =>
  within(element, place, `input[name=${category}]`) as HTMLInputElement;

const inline = async (element: Element): Promise<void> => {
  await waitUntil(() => within(element, 'inline', 'h2'), 'the panel should stand in place');
};

describe('consent-settings', () => {
  it('is only a button before a decision', async () => {
    const element = await settings();
    const open = await shown(element, 'open');
    expect(open.textContent).to.equal('Settings');
    expect(part(element, 'panel')).to.equal(null);
    await expect(element).to.be.accessible();
  });

  it('opens a dialog with nothing ticked, keeps the focus, and Escape closes without deciding', async () => {
    const element = await settings('privacy-url="/privacy"');
    const open = await shown(element, 'open');
    open.focus();
    open.click();
    await shown(element, 'close');
    const dialog = part(element, 'dialog')!;
    expect(dialog.matches(':modal')).to.equal(true);
    expect(control(element, 'dialog', 'analytics').checked).to.equal(false);
    expect(control(element, 'dialog', 'marketing').checked).to.equal(false);
    expect(focused() === within(element, 'dialog', 'h2')).to.equal(true);
    await expect(element).to.be.accessible();
    for (let tab = 0; tab < 12; tab++) {
      await sendKeys({press: 'Tab'});
      const at = focused();
      expect(at === document.body || dialog.contains(at)).to.equal(true);
    }
    await sendKeys({press: 'Escape'});
    await waitUntil(() => !dialog.matches(':modal'));
    expect(state().decided).to.equal(false);
    expect(focused() === part(element, 'open')).to.equal(true);
  });

  it('saves the switches as one decision', async () => {
    const element = await settings();
    await element.open();
    control(element, 'dialog', 'analytics').click();
    expect(state().analytics).to.equal(false);
    within(element, 'dialog', '[part=save]').click();
    expect([state().analytics, state().marketing, state().decided]).to.deep.equal([true, false, true]);
    await inline(element);
    expect(part(element, 'dialog')!.matches(':modal')).to.equal(false);
    expect(within(element, 'inline', '.foot').textContent).to.contain('Last changed');
  });

  it('says where the visitor answers that the answer is kept', async function () {
    const element = await settings('', () => consent.acceptEssentialOnly());
    await inline(element);
    await pressOn(this, within(element, 'inline', '[part=save]'), 'Enter', () => state().source === 'settings');
    await waitUntil(() => state().source === 'settings');
    await waitUntil(() => element.shadowRoot!.querySelector('[role=status]')!.textContent === 'Your choice has been saved.');
    expect(focused() === within(element, 'inline', '[part=save]')).to.equal(true);
  });

  it('stands in place after a decision, accessibly, and follows every change', async () => {
    const element = await settings('', () => consent.acceptAll());
    await inline(element);
    expect(control(element, 'inline', 'analytics').checked).to.equal(true);
    await expect(element).to.be.accessible();
    consent.setCategory('marketing', false);
    await waitUntil(() => !control(element, 'inline', 'marketing').checked);
    expect(control(element, 'inline', 'analytics').checked).to.equal(true);
  });

  it('withdraws in one step, and keeps the focus near', async () => {
    const element = await settings('', () => consent.acceptAll());
    await inline(element);
    const withdraw = within(element, 'inline', '[part=withdraw]');
    withdraw.focus();
    withdraw.click();
    expect([state().analytics, state().marketing, state().decided]).to.deep.equal([false, false, true]);
    await waitUntil(() => !within(element, 'inline', '[part=withdraw]'));
    expect(focused() === within(element, 'inline', 'h2')).to.equal(true);
  });

  it('hands out the receipts of all decisions as a file that proves them, once there is one', async () => {
    const element = await settings();
    await element.open();
    expect(within(element, 'dialog', '[part=receipt]')).to.equal(null);
    element.close();
    consent.acceptAll('banner');
    consent.setCategory('marketing', false, 'settings');
    await inline(element);
    const button = within(element, 'inline', '[part=receipt]');
    expect(button.textContent).to.equal('Download receipt');
    const saved = new Promise<HTMLAnchorElement>(resolve => {
      const {click} = HTMLAnchorElement.prototype;
      HTMLAnchorElement.prototype.click = function () {
        HTMLAnchorElement.prototype.click = click;
        resolve(this);
      };
    });
    button.click();
    const {download, href} = await saved;
    expect(download).to.equal('consent-receipt.json');
    const {valid, receipts} = await verifyReceipts(await (await fetch(href)).text());
    expect(valid).to.equal(true);
    expect(receipts.slice(-2).map(({method}) => method)).to.deep.equal(['banner', 'settings']);
  });

  it('gives accepting and refusing the same weight', async () => {
    const element = await settings();
    await element.open();
    const [accept, refuse] = ['accept', 'refuse'].map(name => within(element, 'dialog', `[part=${name}]`));
    const look = (button: HTMLElement) => {
      const {color, backgroundColor, border, font, padding} = getComputedStyle(button);
      const {width, height} = button.getBoundingClientRect();
      return JSON.stringify([button.tagName, color, backgroundColor, border, font, padding, width, height]);
    };
    expect(look(accept!)).to.equal(look(refuse!));
    refuse!.click();
    expect([state().analytics, state().decided]).to.deep.equal([false, true]);
  });

  it('drops unsaved switches when the decision changes elsewhere', async () => {
    const element = await settings();
    await element.open();
    control(element, 'dialog', 'analytics').click();
    consent.acceptEssentialOnly();
    await waitUntil(() => !control(element, 'dialog', 'analytics').checked);
  });

  it('shows nothing in place with dialog-only', async () => {
    const element = await settings('dialog-only', () => consent.acceptAll());
    expect(part(element, 'open')!.getBoundingClientRect().height).to.equal(0);
    expect(within(element, 'inline', 'h2')).to.equal(null);
    await element.open();
    expect(part(element, 'dialog')!.matches(':modal')).to.equal(true);
    element.close();
    await waitUntil(() => !part(element, 'dialog')!.matches(':modal'));
  });

  it('takes names and purposes from slots, and goes by the id where it knows no name', async () => {
    const holder = await page(
      '<analytics-root categories="own_maps"></analytics-root><consent-settings><i slot="purpose-own_maps">Shows maps</i></consent-settings>',
    );
    const element = holder.querySelector('consent-settings')!;
    await element.open();
    expect(within(element, 'dialog', 'label').textContent).to.equal('Own maps');
    expect(holder.querySelector('i')!.getBoundingClientRect().height).to.be.above(0);
  });

  it('speaks the page’s language, also when it changes at run time', async () => {
    const element = await settings('lang="de"');
    await waitUntil(() => part(element, 'open')?.textContent === 'Einstellungen');
    await element.open();
    expect(within(element, 'dialog', 'h2').textContent).to.equal('Datenschutzeinstellungen');
    element.lang = 'en';
    await waitUntil(() => within(element, 'dialog', 'h2').textContent === 'Privacy settings');
  });

  it('marks what is new, stands in place for it, and tells when the last decision was made', async () => {
    const element = await settings('lang="de"', () => consent.acceptEssentialOnly());
    await inline(element);
    element.parentElement!.querySelector('analytics-root')!.setAttribute('categories', 'analytics marketing maps');
    await waitUntil(() => control(element, 'inline', 'maps'));
    expect(element.shadowRoot!.querySelectorAll('section .new').length).to.equal(1);
    const about = control(element, 'inline', 'maps').getAttribute('aria-describedby')!.split(' ');
    expect(about.every(id => element.shadowRoot!.getElementById(id))).to.equal(true);
    expect(control(element, 'inline', 'maps').checked).to.equal(false);
    const date = new Intl.DateTimeFormat('de', {dateStyle: 'long', timeStyle: 'short'}).format(new Date(state().timestamp!));
    expect(within(element, 'inline', '.foot').textContent)
      .to.contain(date)
      .and.to.contain('1.0');
    await expect(element).to.be.accessible();
  });

  it('keeps unsaved switches when nothing but its surroundings has changed', async () => {
    const element = await settings('texts=\'{"save":"x","lang":"not a language"}\'');
    await element.open();
    control(element, 'dialog', 'analytics').click();
    element.requestUpdate();
    await element.updateComplete;
    expect(control(element, 'dialog', 'analytics').checked).to.equal(true);
    within(element, 'dialog', '[part=save]').click();
    await waitUntil(() => state().analytics);
    await inline(element);
    expect(within(element, 'inline', '.foot').textContent).to.contain('1.0');
  });

  it('survives removal and re-attachment', async () => {
    const element = await settings('', () => consent.acceptAll());
    await inline(element);
    const holder = element.parentElement!;
    await element.open();
    element.remove();
    await drawn();
    holder.prepend(element);
    await inline(element);
    expect(part(element, 'dialog')!.matches(':modal')).to.equal(false);
    await element.open();
    expect(part(element, 'dialog')!.matches(':modal')).to.equal(true);
  });
});
