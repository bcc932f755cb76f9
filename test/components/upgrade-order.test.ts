import {expect} from '@open-wc/testing';
import {forget} from '../helpers/forget.js';

const visible = async (element: Element): Promise<boolean> => {
  for (let frame = 0; frame < 60; frame++) {
    await new Promise(resolve => requestAnimationFrame(resolve));
    if (element.shadowRoot?.querySelector('[part=panel]')) return true;
  }
  return false;
};

describe('order of upgrade', () => {
  it('does not matter: consumers that are upgraded before the root are served when it comes, with what they were given before', async () => {
    await forget();
    document.body.insertAdjacentHTML('afterbegin', '<analytics-root></analytics-root><consent-banner></consent-banner>');
    const banner = document.querySelector('consent-banner')!;
    banner.heading = 'Set before upgrade';
    await import('../../components/consent-banner/define.js');
    await new Promise(resolve => requestAnimationFrame(resolve));
    expect(banner.shadowRoot?.querySelector('[part=panel]')).to.equal(null);
    await import('../../components/analytics-root/define.js');
    expect(await visible(banner)).to.equal(true);
    expect(banner.shadowRoot?.querySelector('[part=heading]')?.textContent).to.equal('Set before upgrade');
  });

  it('nor does defining twice', async () => {
    const {ConsentBanner} = await import('../../components/consent-banner/consent-banner.js');
    await import('../../components/define-all.js');
    const again = '?again';
    await import(`../../components/consent-banner/define.ts${again}`);
    expect(customElements.get('consent-banner') === ConsentBanner).to.equal(true);
  });
});
