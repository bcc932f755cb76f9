import {expect} from '@open-wc/testing';
import '../../../components/define-all.js';
import {textsHash, verifyReceipts} from '../../../src/receipts/index.js';
import type {SealedReceipt} from '../../../src/receipts/index.js';
import {keepReceipts} from '../../../src/consent/receipt-keeper.js';
import {createConsentJournal, dueKey, inJournal} from '../../../src/consent/consent-journal.js';
import {pagePair} from '../../../src/page-pair.js';
import {forget} from '../../helpers/forget.js';
import {page, shown, state} from '../../helpers/elements.js';
import {until} from '../../helpers/until.js';

describe('receipts', () => {
  const receipts = () => pagePair().consent.receipts();
  const made = async (count: number): Promise<readonly SealedReceipt[]> => {
    await until(`${count} receipts`, async () => (await receipts()).length >= count);
    return receipts();
  };
  const open = (attributes = '') =>
    page(`<analytics-root provider="console" ${attributes}></analytics-root>
      <consent-banner lang="de"><span>Eigener Text.</span></consent-banner><consent-toggle category="marketing"></consent-toggle>`);

  it('tell what was shown, what was chosen and how, in a chain that verifies', async () => {
    const holder = await open('policy-version="2.1"');
    const banner = holder.querySelector('consent-banner')!;
    const refuse = await shown(banner, 'refuse');
    const texts = ['heading', 'categories', 'accept', 'settings'].map(
      part => banner.shadowRoot!.querySelector(`[part=${part}]`)!.textContent!,
    );
    refuse.click();
    const first = (await made(1))[0]!;
    expect(first).to.include({previous: null, policy: '2.1', method: 'api', reset: false, site: location.origin, time: state().timestamp});
    expect(first.categories).to.deep.equal([
      {id: 'analytics', granted: false, providers: ['console']},
      {id: 'marketing', granted: false, providers: []},
    ]);
    expect(first.shown).to.include({layout: 'consent-banner', locale: 'de'});
    expect(first.shown!.texts).to.equal(
      await textsHash([texts[0]!, 'Eigener Text.', texts[1]!, texts[2]!, refuse.textContent!, texts[3]!]),
      'the owner’s words stand in the place of ours',
    );
    await until('the switch', () => !holder.querySelector('consent-toggle')!.shadowRoot!.querySelector('input')!.disabled);
    holder.querySelector('consent-toggle')!.shadowRoot!.querySelector('input')!.click();
    const second = (await made(2))[1]!;
    expect([second.previous, second.shown!.layout]).to.deep.equal([first.hash, 'consent-toggle']);
    pagePair().consent.reset();
    const third = (await made(3))[2]!;
    expect([third.reset, third.categories, third.shown]).to.deep.equal([true, [], null]);
    const verdict = await verifyReceipts(await receipts());
    expect([verdict.valid, verdict.complete, verdict.problem]).to.deep.equal([true, true, null]);
    expect(JSON.stringify(await receipts())).not.to.contain(navigator.userAgent);
  });

  it('are none before a decision, and asking for them stores nothing; nor does looking for the decision', async () => {
    await forget('unasked');
    const name = 'unasked:consent';
    expect(await keepReceipts({name, config: {}, onProblem: () => {}}, [])).to.deep.equal([]);
    expect(await createConsentJournal(() => {}).read(name)).to.equal(null);
    expect((await indexedDB.databases()).map(base => base.name)).not.to.include(name);
  });

  it('are made by the next page when the page was closed before', async () => {
    await forget('closed');
    const decision = {essential: true, analytics: true, timestamp: new Date().toISOString(), version: '1', v: 1, source: 'banner'};
    await createConsentJournal(() => {}).write('closed:consent', JSON.stringify(decision));
    let due = false;
    await createConsentJournal(() => (due = true)).read('closed:consent');
    expect(due).to.equal(true);
    const parts = {name: 'closed:consent', config: {}, onProblem: () => {}};
    for (const round of [1, 2]) {
      const [receipt, ...others] = await keepReceipts(parts, []);
      expect([receipt?.time, receipt?.method, receipt?.shown, others.length], `round ${round}`).to.deep.equal([
        decision.timestamp,
        'banner',
        null,
        0,
      ]);
    }
    expect(await inJournal('closed:consent', false, journal => journal.get(dueKey))).to.equal(undefined);
  });

  it('are kept up to the newest 50, and the rest of the chain still verifies', async () => {
    await forget('many');
    const parts = {name: 'many:consent', config: {}, onProblem: () => {}};
    const decided = Array.from({length: 60}, (_, index) => ({
      text: JSON.stringify({analytics: true, timestamp: new Date(1e12 + index).toISOString(), version: '\ud800', source: 'settings'}),
      path: [],
    }));
    const kept = await keepReceipts(parts, decided);
    expect([kept.length, kept.at(-1)!.time, kept[0]!.policy]).to.deep.equal([50, new Date(1e12 + 59).toISOString(), '\ufffd']);
    const verdict = await verifyReceipts(kept);
    expect([verdict.valid, verdict.complete]).to.deep.equal([true, false]);
  });

  it('are posted until they are acknowledged, one at a time, and are due until then', async () => {
    await forget('posted');
    const original = window.fetch;
    const posts: SealedReceipt[] = [];
    let status = 503;
    window.fetch = (_, options) => {
      posts.push(JSON.parse(String(options!.body)) as SealedReceipt);
      return Promise.resolve(new Response(null, {status}));
    };
    try {
      const parts = {name: 'posted:consent', config: {receiptUrl: '/receipts'}, onProblem: () => {}};
      const decision = (time: number) => ({
        text: JSON.stringify({analytics: false, timestamp: new Date(time).toISOString(), version: '1', source: 'api'}),
        path: [],
      });
      await keepReceipts(parts, [decision(1e12)]);
      await until('the first try', () => posts.length === 1);
      const due = () => inJournal('posted:consent', false, journal => journal.get(dueKey) as IDBRequest<boolean | undefined>);
      expect(await due()).to.equal(true);
      status = 204;
      const chain = await keepReceipts(parts, [decision(1e12 + 1)]);
      await until('both to be acknowledged', async () => !(await due()));
      expect(posts.map(({hash}) => hash)).to.deep.equal([chain[0]!.hash, chain[0]!.hash, chain[1]!.hash]);
      await keepReceipts(parts, []);
      expect(posts.length).to.equal(3);
    } finally {
      window.fetch = original;
    }
  });

  it('are not posted to what is no address of the web', async () => {
    await forget('bad');
    const problems: string[] = [];
    const config = {receiptUrl: 'javascript:alert(1)'};
    await keepReceipts({name: 'bad:consent', config, onProblem: ({code}) => problems.push(code)}, []);
    expect(problems).to.deep.equal(['bad-receipt-url']);
  });
});
