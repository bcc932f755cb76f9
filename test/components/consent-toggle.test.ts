import {expect, waitUntil} from '@open-wc/testing';
import {pagePair} from '../../src/page-pair.js';
import {drawn, page, part, pressOn, shown, state} from '../helpers/elements.js';

const toggle = async (markup: string) => {
  const holder = await page(`<analytics-root></analytics-root>${markup}`);
  const element = holder.querySelector('consent-toggle')!;
  return {holder, element, control: (await shown(element, 'switch')) as HTMLInputElement};
};

describe('consent-toggle', () => {
  it('is an accessible switch, off at first', async () => {
    const {element, control} = await toggle('<consent-toggle></consent-toggle>');
    await waitUntil(() => !control.disabled);
    expect([control.checked, control.getAttribute('role'), part(element, 'label')!.textContent]).to.deep.equal([
      false,
      'switch',
      'Analytics',
    ]);
    expect(control.getBoundingClientRect().height).to.be.at.least(24);
    await expect(element).to.be.accessible();
  });

  it('grants and withdraws its category at once, by keyboard too', async () => {
    const {control} = await toggle('<consent-toggle category="marketing"></consent-toggle>');
    await waitUntil(() => !control.disabled);
    await pressOn(control, ' ', () => state().marketing);
    await waitUntil(() => state().marketing);
    expect([state().analytics, state().source]).to.deep.equal([false, 'settings']);
    control.click();
    // A click that a script makes is the site's own act.
    expect([state().marketing, state().source]).to.deep.equal([false, 'api']);
  });

  it('follows the decision, and another category when told to', async () => {
    const {element, control} = await toggle('<consent-toggle></consent-toggle>');
    pagePair().consent.setCategory('analytics', true);
    await waitUntil(() => control.checked);
    element.category = 'marketing';
    await waitUntil(() => !control.checked && part(element, 'label')!.textContent === 'Marketing');
  });

  it('is fixed for essential, and off and fixed for a category that is not asked about', async () => {
    const essential = await toggle('<consent-toggle category="essential"></consent-toggle>');
    expect([essential.control.checked, essential.control.disabled]).to.deep.equal([true, true]);
    for (const category of ['toString', '__proto__', 'unknown']) {
      const {control} = await toggle(`<consent-toggle category="${category}"></consent-toggle>`);
      expect([control.checked, control.disabled]).to.deep.equal([false, true]);
    }
  });

  it('takes its label from its slot, and survives removal and re-attachment', async () => {
    const {holder, element, control} = await toggle('<consent-toggle>Count my visit</consent-toggle>');
    expect(element.textContent).to.equal('Count my visit');
    element.remove();
    await drawn();
    expect(control.disabled).to.equal(true);
    holder.prepend(element);
    await waitUntil(() => !control.disabled);
    await expect(element).to.be.accessible();
  });
});
