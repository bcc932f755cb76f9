import {expect, waitUntil} from '@open-wc/testing';
import {englishPanel} from '../../components/locales/en-panel.js';
import {pagePair} from '../../src/page-pair.js';
import {drawn, focused, page, part, pressOn, shown} from '../helpers/elements.js';

const trigger = async (markup: string) => {
  const holder = await page(`<analytics-root></analytics-root>${markup}`);
  const element = holder.querySelector('consent-trigger')!;
  const button = await shown(element, 'button');
  await waitUntil(() => button.textContent);
  return {holder, element, button};
};
const dialogOf = (settings: Element | null | undefined) => settings?.shadowRoot?.querySelector('dialog');
const isOpen = (settings: Element | null | undefined) => !!dialogOf(settings)?.matches(':modal');

describe('consent-trigger', () => {
  it('is an accessible button, large enough to press, with the name of what it opens', async () => {
    const {element, button} = await trigger('<consent-trigger></consent-trigger>');
    expect(button.textContent).to.equal(englishPanel.heading);
    expect(button.getBoundingClientRect().height).to.be.at.least(24);
    await expect(element).to.be.accessible();
  });

  it('opens the page’s own settings, by keyboard too, and has the focus again afterwards', async function () {
    const {holder, element, button} = await trigger('<consent-trigger></consent-trigger><consent-settings></consent-settings>');
    pagePair().consent.acceptEssentialOnly();
    const settings = holder.querySelector('consent-settings')!;
    await pressOn(this, button, 'Enter', () => isOpen(settings));
    await waitUntil(() => isOpen(settings));
    expect(element.shadowRoot!.querySelector('consent-settings')).to.equal(null);
    settings.close();
    await waitUntil(() => !isOpen(settings));
    expect(focused() === button).to.equal(true);
  });

  it('makes settings of its own where the page has none that could be seen', async () => {
    const {holder, element, button} = await trigger(
      '<div hidden><consent-settings></consent-settings></div><consent-trigger privacy-url="/privacy"></consent-trigger>',
    );
    button.click();
    const own = () => element.shadowRoot!.querySelector('consent-settings');
    await waitUntil(() => isOpen(own()));
    expect(isOpen(holder.querySelector('consent-settings'))).to.equal(false);
    await waitUntil(() => own()!.shadowRoot!.querySelector('a')?.getAttribute('href') === '/privacy');
    own()!.close();
    await waitUntil(() => !isOpen(own()));
    button.click();
    await waitUntil(() => isOpen(own()));
    expect(element.shadowRoot!.querySelectorAll('consent-settings').length).to.equal(1);
  });

  it('speaks the language of its place, takes a label, and survives removal and re-attachment', async () => {
    const {holder, element, button} = await trigger('<div lang="de"><consent-trigger></consent-trigger></div>');
    expect(button.textContent).to.equal('Datenschutzeinstellungen');
    element.textContent = 'Cookies';
    element.remove();
    await drawn();
    holder.append(element);
    await waitUntil(() => part(element, 'button')!.lang === 'en');
    await expect(element).to.be.accessible();
  });
});
