import {aTimeout, expect} from '@open-wc/testing';
import {lint} from '../../src/testing/index.js';
import {drawn, gone, page, part, shown, warnings} from '../helpers/elements.js';

const good =
  '<analytics-root></analytics-root><consent-banner privacy-url="/privacy"></consent-banner><consent-settings></consent-settings>';

/** The codes and bases of what is found on a page with this markup and this style sheet of its owner's. */
const findings = async (markup: string, css = ''): Promise<string[]> => {
  const holder = await page(`<style>${css}</style>${markup}`);
  const banner = holder.querySelector('consent-banner');
  if (banner) await shown(banner, 'panel');
  const found = [...new Set(lint(document).map(({code, basis}) => `${code}, ${basis}`))];
  holder.remove();
  await drawn();
  return found;
};

const bad: Readonly<Record<string, readonly [css: string, ...expected: string[]]>> = {
  'a grey refusal': [
    'consent-banner::part(refuse) {background: #ddd; color: #222}',
    'unequal-buttons, EDPB Type D',
    'unequal-buttons, EDPB Type E',
  ],
  'a green acceptance': ['consent-banner::part(accept) {background: #1b5e20}', 'unequal-buttons, EDPB Type D'],
  'a pale refusal': [
    'consent-banner::part(refuse) {background: #fff; color: #999}',
    'unequal-buttons, EDPB Type D',
    'unequal-buttons, EDPB Type E',
    'low-contrast, EDPB Type E',
  ],
  'a refusal that looks like a link': ['consent-banner::part(refuse) {text-decoration: underline}', 'unequal-buttons, EDPB Type C'],
  'a small refusal': ['consent-banner::part(refuse) {align-self: start; justify-self: start}', 'unequal-buttons, EDPB Type C'],
  'no refusal': ['consent-banner::part(refuse) {display: none}', 'no-refuse, EDPB Type A'],
  'a refusal that is there, and transparent': ['consent-banner::part(refuse) {opacity: 0.1}', 'no-refuse, EDPB Type A'],
  'a refusal far away': ['consent-banner::part(refuse) {position: absolute; left: -9999px}', 'no-refuse, EDPB Type A'],
  'pale text': [':root {--askfirst-color-soft: #aaa; --askfirst-background: #fff}', 'low-contrast, WCAG 1.4.3'],
  'a tiny target': [
    'consent-banner::part(settings) {align-self: center; min-block-size: 0; padding: 0; font-size: 10px; line-height: 1}',
    'small-target, WCAG 2.5.8',
  ],
  'no explanation': ['consent-banner::part(text) {display: none}', 'hidden-text, EDPB Guidelines 05/2020'],
  'an explanation for ants': ['consent-banner::part(text) {font-size: 6px}', 'hidden-text, EDPB Guidelines 05/2020'],
  'a clipped explanation': ['consent-banner::part(text) {clip-path: inset(50%)}', 'hidden-text, EDPB Guidelines 05/2020'],
  'no categories': ['consent-banner::part(categories) {visibility: hidden}', 'hidden-text, EDPB Guidelines 05/2020'],
};

describe('lint', () => {
  it('has nothing to say about the default, in light and dark', async () => {
    expect(await findings(good)).to.deep.equal([]);
    expect(await findings(good, ':root {color-scheme: dark}')).to.deep.equal([]);
    const holder = await page(good);
    await holder.querySelector('consent-settings')!.open();
    await shown(holder.querySelector('consent-settings')!, 'save');
    expect(lint(document)).to.deep.equal([]);
  });

  for (const [what, [css, ...expected]] of Object.entries(bad))
    it(`finds ${what}`, async () => {
      expect(await findings(good, css)).to.deep.equal(expected);
    });

  it('finds a missing way back, unless something on the page leads there', async () => {
    const banner = '<analytics-root></analytics-root><consent-banner></consent-banner>';
    expect(await findings(banner)).to.deep.equal(['no-way-back, EDPB Type K']);
    expect(await findings(`${banner}<consent-settings dialog-only></consent-settings>`)).to.deep.equal(['no-way-back, EDPB Type K']);
    expect(await findings(`${banner}<consent-settings hidden></consent-settings>`)).to.deep.equal(['no-way-back, EDPB Type K']);
    expect(await findings('<main></main>')).to.deep.equal([]);
  });

  it('finds boxes that somebody else has ticked, and words that are none', async () => {
    const box = '<label><input type="checkbox" checked> Ads</label>';
    const slotted = good.replace('></consent-banner>', `>${box}</consent-banner>`);
    expect(await findings(slotted)).to.deep.equal(['pre-ticked, EDPB Type B']);
    const blank = good.replace('></consent-banner>', '><span> </span></consent-banner>');
    expect(await findings(blank)).to.deep.equal(['hidden-text, EDPB Guidelines 05/2020']);
  });

  it('names the element, and can say the same in debug mode, once', async () => {
    const said = await warnings(async () => {
      const holder = await page(
        `<style>consent-banner::part(refuse) {background: red}</style>${good.replace('<analytics-root', '<analytics-root debug')}`,
      );
      const banner = holder.querySelector('consent-banner')!;
      await shown(banner, 'panel');
      const [finding] = lint(document);
      expect(finding!.element === part(banner, 'refuse')).to.equal(true);
      for (let look = 0; look < 2; look++) {
        document.body.click();
        await aTimeout(1300);
      }
      part(banner, 'refuse')!.click();
      await gone(banner, 'panel');
    });
    const about = said.filter(line => line.includes('[unequal-buttons]'));
    expect(about.length).to.be.above(0);
    expect(new Set(about).size).to.equal(about.length);
    expect(about[0]).to.contain('<consent-banner> refusing does not look like accepting: backgroundColor').and.to.contain('EDPB Type D');
  });
});
