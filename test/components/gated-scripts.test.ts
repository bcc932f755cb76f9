import {expect, waitUntil} from '@open-wc/testing';
import {pagePair} from '../../src/page-pair.js';
import {drawn, page, warnings} from '../helpers/elements.js';

const {consent} = pagePair();
const noted = (): string[] => ((window as {noted?: string[]}).noted ??= []);
const note = (word: string) => `(window.noted ??= []).push('${word}')`;
const inline = (word: string, attributes = 'data-consent="marketing"') => `<script type="text/plain" ${attributes}>${note(word)}</script>`;
const external = (word: string, attributes = '') =>
  `<script type="text/plain" data-consent="marketing" src="data:text/javascript,${encodeURIComponent(note(word))}" ${attributes}></script>`;

const pageWith = (markup: string) => page(`<analytics-root></analytics-root>${markup}`);

/** A script as the page's own code makes it. */
const made = (word: string): HTMLScriptElement => {
  const script = document.createElement('script');
  script.type = 'text/plain';
  script.dataset['consent'] = 'marketing';
  script.text = note(word);
  return script;
};

describe('scripts that wait for consent', () => {
  beforeEach(() => (noted().length = 0));

  it('run on a grant, once, and not again on the next', async () => {
    await pageWith(inline('one') + external('two'));
    await drawn();
    consent.setCategory('analytics', true);
    await drawn();
    expect(noted()).to.deep.equal([]);
    consent.setCategory('marketing', true);
    await waitUntil(() => noted().length === 2);
    consent.withdrawAll();
    consent.acceptAll();
    await drawn();
    expect(noted()).to.deep.equal(['one', 'two']);
  });

  it('run together in their order when the grant was there before them', async () => {
    await page('<analytics-root></analytics-root>');
    consent.acceptAll();
    document
      .querySelector('main')!
      .insertAdjacentHTML('beforeend', external('first') + inline('second') + external('third') + inline('fourth'));
    await waitUntil(() => noted().length === 4);
    expect(noted()).to.deep.equal(['first', 'second', 'third', 'fourth']);
  });

  it('run in the order of a page that is parsed: modules and deferred ones last', async () => {
    await pageWith(
      external('deferred', 'defer') +
        inline('module', 'data-consent="marketing" data-type="module"') +
        external('first') +
        inline('second') +
        external('third') +
        external('fourth') +
        inline('fifth'),
    );
    consent.acceptAll();
    await waitUntil(() => noted().length === 7);
    expect(noted()).to.deep.equal(['first', 'second', 'third', 'fourth', 'fifth', 'deferred', 'module']);
  });

  it('do not wait for one that fails', async () => {
    await pageWith(`<script type="text/plain" data-consent="marketing" src="/no-such-script.js"></script>${inline('after')}`);
    consent.acceptAll();
    await waitUntil(() => noted().includes('after'));
  });

  it('run when they come after the grant, by script, by markup, and in shadow trees', async () => {
    const holder = await pageWith('<div></div>');
    consent.acceptAll();
    holder.append(made('by script'));
    await waitUntil(() => noted().includes('by script'));
    holder.insertAdjacentHTML('beforeend', `<section>${inline('by markup')}</section>`);
    await waitUntil(() => noted().includes('by markup'));
    const host = document.createElement('div');
    const root = host.attachShadow({mode: 'open'});
    holder.append(host);
    await drawn();
    root.append(made('in the shadow'));
    await waitUntil(() => noted().includes('in the shadow'));
    expect(noted().length).to.equal(3);
  });

  it('never run when they have left before the grant, and do when they are back', async () => {
    const holder = await pageWith('');
    const script = made('away');
    holder.append(script);
    await drawn();
    script.remove();
    consent.acceptAll();
    await drawn();
    expect(noted()).to.deep.equal([]);
    holder.append(script);
    await waitUntil(() => noted().length === 1);
  });

  it('stop where they are when the visitor withdraws while one is running', async () => {
    await pageWith(
      `<script type="text/plain" data-consent="marketing" src="data:text/javascript,withdrawNow()"></script>${inline('too late')}`,
    );
    (window as {withdrawNow?: () => void}).withdrawNow = () => consent.withdrawAll();
    consent.acceptAll();
    await waitUntil(() => !consent.hasConsent('marketing'));
    await drawn();
    await drawn();
    expect(noted()).to.deep.equal([]);
    consent.acceptAll();
    await waitUntil(() => noted().length === 1);
  });

  it('keep their attributes, and tell the developer of one that is not gated at all', async () => {
    const holder = await pageWith(inline('kept', 'data-consent="marketing" id="tag" data-key="7"'));
    consent.acceptAll();
    await waitUntil(() => noted().length === 1);
    const script = holder.querySelector<HTMLScriptElement>('#tag')!;
    expect([script.dataset['key'], script.hasAttribute('type'), script.text]).to.deep.equal(['7', false, note('kept')]);
    let told = false;
    await warnings(async () => {
      const {warn} = console;
      console.warn = (...words: unknown[]) => void (warn(...words), (told ||= words.join().includes('script-not-gated')));
      const open = document.createElement('script');
      open.dataset['consent'] = 'marketing';
      holder.append(open);
      await waitUntil(() => told);
    });
  });
});
