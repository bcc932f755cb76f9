import {ReactiveElement} from '@lit/reactive-element';
import {expect} from '@open-wc/testing';

// In Chromium this is what the script-tag build bundles, in the other engines Lit itself: both keep the same promises.
class SlimProbe extends ReactiveElement {
  static override properties = {label: {}, privacyUrl: {attribute: 'privacy-url'}, open: {type: Boolean}};
  declare label?: string;
  declare privacyUrl?: string;
  declare open?: boolean;
  log: string[] = [];
  failing = false;
  again = false;

  protected override firstUpdated(): void {
    this.log.push('first');
  }

  protected override updated(): void {
    this.log.push(`updated ${this.label} ${this.privacyUrl} ${this.open}`);
    if (this.failing) throw new Error('an update that fails');
    if (this.again) this.label = 'again';
    this.again = false;
  }
}

const add = (markup = '<slim-probe></slim-probe>') => {
  const place = document.createElement('div');
  place.innerHTML = markup;
  document.body.append(place);
  return place.firstElementChild as SlimProbe;
};

describe('the base class of all elements', () => {
  const early = add('<slim-probe label="attribute" open></slim-probe>');
  Object.assign(early, {label: 'property', privacyUrl: '/early'});
  before(() => customElements.define('slim-probe', SlimProbe));
  afterEach(() => document.querySelectorAll('slim-probe').forEach(probe => probe.remove()));

  it('is the slim one in Chromium alone', () => {
    expect('elementProperties' in ReactiveElement).to.equal(!navigator.userAgent.includes('Chrom'));
  });

  it('keeps what was set before the upgrade, over the attribute', async () => {
    await early.updateComplete;
    expect(early.log).to.deep.equal(['first', 'updated property /early true']);
  });

  it('updates once for many changes, and says so when nothing is left to do', async () => {
    const probe = add();
    await probe.updateComplete;
    probe.label = 'a';
    probe.setAttribute('privacy-url', '/p');
    probe.setAttribute('open', '');
    expect(probe.isUpdatePending).to.equal(true);
    expect(await probe.updateComplete).to.equal(true);
    probe.removeAttribute('open');
    probe.label = 'a';
    await probe.updateComplete;
    expect(probe.log.slice(2)).to.deep.equal(['updated a /p true', 'updated a /p false']);
    probe.label = 'a';
    expect(probe.isUpdatePending).to.equal(false);
  });

  it('updates again for a change made in an update', async () => {
    const probe = add();
    await probe.updateComplete;
    probe.again = true;
    probe.requestUpdate();
    expect(await probe.updateComplete).to.equal(false);
    await probe.updateComplete;
    expect(probe.label).to.equal('again');
    expect(probe.log.at(-1)).to.contain('again');
  });

  it('does not update before it is in a page, and has a shadow tree from then on', async () => {
    const probe = document.createElement('slim-probe') as SlimProbe;
    probe.label = 'a';
    await new Promise(resolve => setTimeout(resolve));
    expect(probe.log).to.deep.equal([]);
    expect(probe.hasUpdated).to.equal(false);
    document.body.append(probe);
    expect(probe.renderRoot).to.equal(probe.shadowRoot);
    await probe.updateComplete;
    expect(probe.hasUpdated).to.equal(true);
    expect(probe.log).to.have.length(2);
  });

  it('goes on after an update that failed', async () => {
    const probe = add();
    await probe.updateComplete;
    probe.failing = true;
    probe.requestUpdate();
    const failure = await probe.updateComplete.then(
      () => undefined,
      (error: Error) => error,
    );
    expect(failure?.message).to.equal('an update that fails');
    probe.failing = false;
    probe.label = 'later';
    await probe.updateComplete;
    expect(probe.log.at(-1)).to.contain('later');
  });

  it('tells its helpers when it comes and goes, those that join late too', async () => {
    const probe = document.createElement('slim-probe') as SlimProbe;
    const calls: string[] = [];
    probe.addController({hostConnected: () => calls.push('a comes'), hostDisconnected: () => calls.push('a goes')});
    document.body.append(probe);
    probe.addController({hostConnected: () => calls.push('b comes')});
    probe.remove();
    expect(calls).to.deep.equal(['a comes', 'b comes', 'a goes']);
  });
});
