import {expect} from '@open-wc/testing';
import {setViewport} from '@web/test-runner-commands';
import type {AxeResults} from 'axe-core';
import 'axe-core/axe.min.js';
import {pagePair} from '../../src/page-pair.js';
import {drawn, page, shown} from '../helpers/elements.js';

const {axe} = window as unknown as {axe: {run(where: unknown, how: object): Promise<AxeResults>}};

/** WCAG 2.0, 2.1 and 2.2, A and AA, and what axe holds to be good practice. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const offences = async (element: Element): Promise<string[]> => {
  const {violations, passes} = await axe.run(element, {runOnly: {type: 'tag', values: rules}});
  expect(passes.length).to.be.above(5);
  return violations.map(({id, nodes}) => `${id}: ${nodes.map(({target}) => target.join(' ')).join(', ')}`);
};

const shows = {
  async banner(holder: HTMLElement) {
    const banner = holder.querySelector('consent-banner')!;
    await shown(banner, 'panel');
    return banner;
  },
  async 'modal banner'(holder: HTMLElement) {
    const banner = holder.querySelector('consent-banner')!;
    banner.modal = true;
    await drawn();
    await shown(banner, 'panel');
    return banner;
  },
  async 'settings as a dialog'(holder: HTMLElement) {
    const settings = holder.querySelector('consent-settings')!;
    await settings.open();
    await shown(settings, 'close');
    return settings;
  },
  async 'settings in place'(holder: HTMLElement) {
    const settings = holder.querySelector('consent-settings')!;
    pagePair().consent.setCategories({analytics: true});
    settings.scrollIntoView();
    await shown(settings, 'withdraw');
    return settings;
  },
};

const surroundings = {
  light: () => {},
  dark: () => (document.documentElement.style.colorScheme = 'dark'),
  'right to left': () => (document.documentElement.dir = 'rtl'),
  '320px': () => setViewport({width: 320, height: 640}),
};

describe('axe finds nothing', () => {
  afterEach(async () => {
    document.documentElement.style.colorScheme = '';
    document.documentElement.removeAttribute('dir');
    await setViewport({width: 1000, height: 700});
  });

  for (const [what, show] of Object.entries(shows))
    for (const [where, enter] of Object.entries(surroundings))
      it(`in the ${what}, ${where}`, async () => {
        await enter();
        const holder = await page(
          '<h1>Shop</h1><analytics-root></analytics-root><consent-banner privacy-url="/privacy"></consent-banner><consent-settings privacy-url="/privacy"></consent-settings>',
        );
        expect(await offences(await show(holder))).to.deep.equal([]);
      });
});
