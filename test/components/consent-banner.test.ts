import {aTimeout, expect, waitUntil} from '@open-wc/testing';
import {sendKeys, setViewport} from '@web/test-runner-commands';
import type {ConsentBanner} from '../../components/consent-banner/consent-banner.js';
import {pagePair} from '../../src/page-pair.js';
import {forget} from '../helpers/forget.js';
import {drawn, focused, gone, page, part, pressOn, shown, state, warnings} from '../helpers/elements.js';

const open = async (attributes = '', beside = ''): Promise<ConsentBanner> => {
  const holder = await page(`${beside}<analytics-root></analytics-root><consent-banner ${attributes}></consent-banner>`);
  const banner = holder.querySelector('consent-banner')!;
  await shown(banner, 'panel');
  return banner;
};

const button = (banner: Element, name: string): HTMLButtonElement => part(banner, name) as HTMLButtonElement;

/** Everything of a computed style that can make one button weigh more than another. */
const looks = (element: Element): string => {
  const style = getComputedStyle(element);
  const names =
    'display color backgroundColor border borderRadius boxShadow font fontWeight padding opacity filter textDecoration cursor visibility';
  return JSON.stringify([element.tagName, ...names.split(' ').map(name => style[name as keyof CSSStyleDeclaration])]);
};

describe('consent-banner', () => {
  afterEach(async () => {
    document.documentElement.lang = 'en';
    document.documentElement.removeAttribute('dir');
    document.documentElement.style.colorScheme = '';
    await setViewport({width: 1000, height: 700});
  });

  for (const attributes of ['', 'modal', 'position="top"', 'position="center"', 'position="bottom-end"']) {
    it(`is accessible ${attributes}`, async () => {
      await expect(await open(`${attributes} privacy-url="/privacy" imprint-url="/imprint"`)).to.be.accessible();
    });
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1000, 320]) {
      for (const lang of ['en', 'de']) {
        it(`gives accepting and refusing the same weight (${colorScheme}, ${width}px, ${lang})`, async () => {
          document.documentElement.lang = lang;
          document.documentElement.style.colorScheme = colorScheme;
          await setViewport({width, height: 700});
          const banner = await open('privacy-url="/privacy"');
          const [accept, refuse] = [button(banner, 'accept'), button(banner, 'refuse')];
          expect(looks(accept)).to.equal(looks(refuse));
          const [yes, no] = [accept.getBoundingClientRect(), refuse.getBoundingClientRect()];
          // Engines lay out in parts of a pixel, and round what is left over.
          expect(yes.width).to.be.closeTo(no.width, 0.1);
          expect(yes.height).to.be.closeTo(no.height, 0.1);
          expect(yes.height).to.be.at.least(24);
          const panel = part(banner, 'panel')!;
          expect(panel.scrollWidth).to.equal(panel.clientWidth);
          await expect(banner).to.be.accessible();
        });
      }
    }
  }

  it('keeps to logical sides from right to left', async () => {
    document.documentElement.dir = 'rtl';
    const banner = await open('position="bottom-start"');
    const {right} = part(banner, 'panel')!.getBoundingClientRect();
    expect(window.innerWidth - right).to.be.below(40);
    await expect(banner).to.be.accessible();
  });

  it('is a labelled region that takes no focus, moves nothing and ticks nothing', async () => {
    const banner = await open('heading="Before we begin"');
    const panel = part(banner, 'panel')!;
    expect(panel.localName).to.equal('section');
    expect(panel.getAttribute('aria-labelledby')).to.equal(part(banner, 'heading')!.id);
    expect(part(banner, 'heading')!.textContent).to.equal('Before we begin');
    expect(document.activeElement === document.body).to.equal(true);
    expect(getComputedStyle(panel).position).to.equal('fixed');
    expect(banner.shadowRoot!.querySelector('input, [checked], [aria-checked]')).to.equal(null);
    expect(banner.getBoundingClientRect().height).to.equal(0);
  });

  it('shows only after it has been asked for: not with a decision, and one per page', async () => {
    const holder = await page('<analytics-root></analytics-root><consent-banner></consent-banner><consent-banner></consent-banner>');
    const [first, second] = holder.querySelectorAll('consent-banner');
    await shown(first!, 'panel');
    expect(part(second!, 'panel')).to.equal(null);
    first!.remove();
    await shown(second!, 'panel');
    pagePair().consent.acceptEssentialOnly();
    holder.append(first!);
    await gone(second!, 'panel');
    await drawn();
    expect(part(first!, 'panel')).to.equal(null);
  });

  it('goes in the next frame after an answer', async () => {
    const banner = await open();
    button(banner, 'refuse').click();
    await new Promise(resolve => requestAnimationFrame(resolve));
    expect(part(banner, 'panel')).to.equal(null);
    expect([state().analytics, state().marketing, state().decided]).to.deep.equal([false, false, true]);
    expect(banner.shadowRoot!.querySelector('[role=status]')!.textContent).to.equal('Your choice has been saved.');
  });

  it('records a click that a script made as the site’s own act, and one of the visitor as the banner’s', async function () {
    const banner = await open();
    button(banner, 'accept').click();
    expect([state().analytics, state().source]).to.deep.equal([true, 'api']);
    pagePair().consent.reset();
    await shown(banner, 'panel');
    await pressOn(this, button(banner, 'refuse'), 'Enter', () => state().decided);
    await waitUntil(() => state().decided);
    expect([state().analytics, state().source]).to.deep.equal([false, 'banner']);
  });

  it('is the first thing that Tab reaches, wherever it stands, and gives the focus back', async () => {
    const banner = await open('', '<button id="before">Page</button>');
    await sendKeys({press: 'Tab'});
    expect(focused() === button(banner, 'accept')).to.equal(true);
    await sendKeys({press: 'Tab'});
    expect(focused() === button(banner, 'refuse')).to.equal(true);
    document.querySelector<HTMLElement>('#before')!.focus();
    button(banner, 'refuse').focus();
    button(banner, 'refuse').click();
    await gone(banner, 'panel');
    expect(focused()?.id).to.equal('before');
  });

  it('moves out of the way of what has the focus already, and stays where there is no way out', async () => {
    const holder = await page(
      '<button id="low" style="position:fixed;bottom:40px;left:300px">Page</button><analytics-root></analytics-root>',
    );
    const low = holder.querySelector<HTMLElement>('#low')!;
    low.focus();
    holder.insertAdjacentHTML('beforeend', '<consent-banner></consent-banner>');
    const panel = await shown(holder.querySelector('consent-banner')!, 'panel');
    expect(panel.getBoundingClientRect().bottom).to.be.below(low.getBoundingClientRect().top);
    low.style.inset = '0';
    low.blur();
    const {top} = panel.getBoundingClientRect();
    low.focus();
    expect(panel.getBoundingClientRect().top).to.equal(top);
  });

  it('asks about a new category alone, in words of its own, and keeps the earlier answers', async () => {
    const holder = await page('<analytics-root></analytics-root><consent-banner></consent-banner>');
    const banner = holder.querySelector('consent-banner')!;
    await shown(banner, 'panel');
    pagePair().consent.setCategories({analytics: true, marketing: false});
    await gone(banner, 'panel');
    for (const [answer, granted] of [
      ['refuse', false],
      ['accept', true],
    ] as const) {
      const fresh = `maps-${answer}`;
      holder.querySelector('analytics-root')!.setAttribute('categories', `analytics marketing ${fresh}`);
      await shown(banner, 'panel');
      expect(part(banner, 'categories')!.textContent).to.equal(`New since your last visit: Maps ${answer}`);
      expect([button(banner, 'accept').textContent, button(banner, 'refuse').textContent]).to.deep.equal(['Allow', 'Don’t allow']);
      await expect(banner).to.be.accessible();
      button(banner, answer).click();
      await gone(banner, 'panel');
      expect([state().analytics, state().marketing, state()[fresh], state().decided]).to.deep.equal([true, false, granted, true]);
    }
    pagePair().consent.reset();
    await shown(banner, 'panel');
    expect(button(banner, 'accept').textContent).to.equal('Accept all');
  });

  it('takes single words of the owner, from markup and from script, and hands them on to its settings', async () => {
    const own = {accept: 'Go on', settings: 'More', names: {marketing: 'Ads'}, panel: {save: 'Keep'}};
    const banner = await open(`texts='${JSON.stringify(own)}'`);
    expect(button(banner, 'accept').textContent).to.equal('Go on');
    expect(button(banner, 'refuse').textContent).to.equal('Essential only');
    expect(part(banner, 'categories')!.textContent).to.equal('Optional: Analytics, Ads');
    button(banner, 'settings').click();
    await waitUntil(() => banner.shadowRoot!.querySelector('consent-settings'));
    const settings = banner.shadowRoot!.querySelector('consent-settings')!;
    await shown(settings, 'save');
    expect([part(settings, 'save')!.textContent, part(settings, 'accept')!.textContent]).to.deep.equal(['Keep', 'Go on']);
    expect(settings.shadowRoot!.querySelector('.dialog h2')!.textContent).to.equal('Privacy settings');
    settings.close();
    banner.texts = {accept: 'By script'};
    await waitUntil(() => button(banner, 'accept').textContent === 'By script');
  });

  for (const broken of [
    '{"accept":',
    '[]',
    '5',
    'null',
    '{"names":null,"heading":{"a":1},"lang":7}',
    '{"__proto__":{"accept":"x"},"constructor":1}',
  ]) {
    it(`survives texts like ${broken}`, async () => {
      const said = await warnings(async () => {
        const banner = await open(`texts='${broken}'`);
        expect(button(banner, 'accept').textContent).to.equal('Accept all');
        button(banner, 'settings').click();
        await waitUntil(() => part(banner.shadowRoot!.querySelector('consent-settings') ?? banner, 'save'));
        expect(part(banner.shadowRoot!.querySelector('consent-settings')!, 'heading')!.textContent).to.equal('Privacy settings');
        banner.shadowRoot!.querySelector('consent-settings')!.close();
      });
      expect(({} as {accept?: string}).accept).to.equal(undefined);
      expect(said.filter(line => line.includes('<consent-banner texts>')).length).to.be.at.most(1);
      if (broken === '{"accept":') expect(said.join()).to.contain('<consent-banner texts>: not JSON');
    });
  }

  it('keeps its own look on a page whose styles leak', async () => {
    const holder = await page('<analytics-root></analytics-root><div id="host"></div>');
    const host = holder.querySelector<HTMLElement>('#host')!;
    host.style.cssText = 'visibility:hidden;text-transform:uppercase;letter-spacing:9px;text-indent:99px;pointer-events:none;line-height:0';
    host.innerHTML = '<consent-banner></consent-banner>';
    const banner = host.querySelector('consent-banner')!;
    await shown(banner, 'panel');
    const {visibility, textTransform, letterSpacing, textIndent, pointerEvents} = getComputedStyle(button(banner, 'refuse'));
    expect([visibility, textTransform, letterSpacing, textIndent, pointerEvents]).to.deep.equal([
      'visible',
      'none',
      'normal',
      '0px',
      'auto',
    ]);
  });

  it('writes its own words from left to right on a page that runs the other way', async () => {
    document.documentElement.dir = 'rtl';
    const banner = await open();
    expect(getComputedStyle(part(banner, 'text')!).direction).to.equal('ltr');
  });

  it('moves out of the way of what has the focus', async () => {
    const banner = await open('position="bottom"', '<button id="low" style="position:fixed;bottom:40px;left:300px">Page</button>');
    const panel = part(banner, 'panel')!;
    const low = document.querySelector<HTMLElement>('#low')!;
    expect(panel.getBoundingClientRect().bottom).to.be.above(low.getBoundingClientRect().bottom);
    low.focus();
    expect(panel.getBoundingClientRect().bottom).to.be.below(low.getBoundingClientRect().top);
  });

  it('takes no held key and no Escape for an answer', async function () {
    for (const attributes of ['', 'modal']) {
      const banner = await open(attributes);
      for (const key of ['Enter', ' ']) {
        const held = new KeyboardEvent('keydown', {key, repeat: true, bubbles: true, composed: true, cancelable: true});
        expect(button(banner, 'accept').dispatchEvent(held)).to.equal(false);
      }
      if (attributes === '') await sendKeys({press: 'Escape'});
      await pressOn(this, button(banner, 'accept'), 'Escape', () => attributes !== 'modal' || !part(banner, 'panel'));
      await drawn();
      expect(state().decided).to.equal(false);
      expect(!part(banner, 'panel')).to.equal(attributes === 'modal');
      banner.closest('main')!.remove();
      await drawn();
    }
  });

  it('asks in a modal dialog when told to: focus inside, first on the heading, and back afterwards', async () => {
    const holder = await page('<button id="before">Page</button><analytics-root></analytics-root>');
    holder.querySelector<HTMLElement>('#before')!.focus();
    holder.insertAdjacentHTML('beforeend', '<consent-banner modal></consent-banner>');
    const banner = holder.querySelector('consent-banner')!;
    expect((await shown(banner, 'panel')).matches('dialog:modal')).to.equal(true);
    expect(focused() === part(banner, 'heading')).to.equal(true);
    button(banner, 'accept').focus();
    button(banner, 'accept').click();
    await gone(banner, 'panel');
    expect(focused()?.id).to.equal('before');
  });

  it('shows texts and names literally', async () => {
    const evil = '<img src=x onerror="window.broken=1">';
    const banner = await open();
    banner.heading = evil;
    await waitUntil(() => part(banner, 'heading')!.textContent === evil);
    expect(banner.shadowRoot!.querySelector('img')).to.equal(null);
  });

  it('makes links of safe addresses only', async () => {
    const banner = await open('privacy-url="javascript:window.broken=1" imprint-url="/imprint"');
    const links = [...banner.shadowRoot!.querySelectorAll('a')].map(link => link.getAttribute('href'));
    expect(links).to.deep.equal(['/imprint']);
  });

  it('falls back for an unknown position', async () => {
    const banner = await open('position="<b>"');
    expect(part(banner, 'panel')!.classList.contains('bottom')).to.equal(true);
  });

  it('takes words from slots', async () => {
    const holder = await page(
      '<analytics-root></analytics-root><consent-banner><b slot="heading">Own</b>Own words<a slot="links" href="/more">More</a></consent-banner>',
    );
    const banner = holder.querySelector('consent-banner')!;
    await shown(banner, 'panel');
    expect(holder.querySelector('a')!.getBoundingClientRect().height).to.be.above(0);
    const {top} = part(banner, 'panel')!.getBoundingClientRect();
    holder.querySelector('a')!.focus();
    expect(part(banner, 'panel')!.getBoundingClientRect().top).to.equal(top);
    await expect(banner).to.be.accessible();
  });

  it('follows the language at run time', async () => {
    const banner = await open();
    document.documentElement.lang = 'de-AT';
    await waitUntil(() => button(banner, 'refuse')?.textContent === 'Nur notwendige');
    expect(part(banner, 'panel')!.lang).to.equal('de');
    banner.lang = 'en';
    await waitUntil(() => button(banner, 'refuse')?.textContent === 'Essential only');
    banner.lang = 'constructor';
    await aTimeout(0);
    await waitUntil(() => button(banner, 'refuse')?.textContent === 'Essential only');
  });

  it('shows and hides by script without deciding', async () => {
    const banner = await open();
    banner.hide();
    await gone(banner, 'panel');
    expect(state().decided).to.equal(false);
    banner.show();
    await shown(banner, 'panel');
    button(banner, 'refuse').click();
    await gone(banner, 'panel');
    banner.show();
    await shown(banner, 'panel');
    button(banner, 'refuse').click();
    await gone(banner, 'panel');
  });

  it('survives removal and re-attachment, many times', async () => {
    const banner = await open();
    const holder = banner.parentElement!;
    for (let round = 0; round < 100; round++) {
      banner.remove();
      holder.prepend(banner);
    }
    await shown(banner, 'panel');
    expect(part(banner, 'panel')!.matches(':popover-open')).to.equal(true);
    expect(banner.shadowRoot!.querySelectorAll('[part=panel]').length).to.equal(1);
  });

  it('opens settings of its own where the page has none, one however often', async () => {
    const banner = await open();
    button(banner, 'settings').focus();
    button(banner, 'settings').click();
    await waitUntil(() => banner.shadowRoot!.querySelector('consent-settings'));
    const own = banner.shadowRoot!.querySelector('consent-settings')!;
    await shown(own, 'close');
    expect(part(own, 'dialog')!.matches(':modal')).to.equal(true);
    await sendKeys({press: 'Escape'});
    await waitUntil(() => !part(own, 'dialog')!.matches(':modal'));
    expect(state().decided).to.equal(false);
    expect(focused() === button(banner, 'settings')).to.equal(true);
    button(banner, 'settings').click();
    await waitUntil(() => part(own, 'dialog')!.matches(':modal'));
    expect(banner.shadowRoot!.querySelectorAll('consent-settings').length).to.equal(1);
  });

  it('opens the settings of the page where it has some, with the owner’s words in them', async () => {
    const banner = await open('', '<consent-settings><i slot="purpose-analytics">Counts visits</i></consent-settings>');
    const given = document.querySelector('consent-settings')!;
    button(banner, 'settings').click();
    await shown(given, 'close');
    expect(part(given, 'dialog')!.matches(':modal')).to.equal(true);
    expect(given.querySelector('i')!.getBoundingClientRect().height).to.be.above(0);
    expect(banner.shadowRoot!.querySelector('consent-settings')).to.equal(null);
  });

  it('asks nothing while the page is rendered ahead, and asks when it is shown', async () => {
    const page = document as Document & {prerendering?: boolean};
    Object.defineProperty(page, 'prerendering', {value: true, configurable: true});
    const holder = document.body.appendChild(document.createElement('main'));
    await forget();
    holder.innerHTML = '<analytics-root></analytics-root><consent-banner></consent-banner>';
    const banner = holder.querySelector('consent-banner')!;
    await drawn();
    expect(part(banner, 'panel')).to.equal(null);
    delete page.prerendering;
    document.dispatchEvent(new Event('prerenderingchange'));
    await shown(banner, 'panel');
    holder.remove();
    await drawn();
  });

  it('is safe with no root: it does not ask', async () => {
    const holder = await page('<consent-banner></consent-banner>');
    expect(part(holder.querySelector('consent-banner')!, 'panel')).to.equal(null);
  });
});
