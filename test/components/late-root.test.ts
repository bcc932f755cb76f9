import {ContextConsumer} from '@lit/context';
import {expect, fixture, html, waitUntil} from '@open-wc/testing';
import {ReactiveElement} from '@lit/reactive-element';
import {analyticsContext} from '../../components/analytics-context.js';
import {pagePair} from '../../src/page-pair.js';
import {drawn, gone, shown} from '../helpers/elements.js';
import {forget} from '../helpers/forget.js';

const banner = '<consent-banner></consent-banner>';
const root = '<analytics-root></analytics-root>';

class ForeignConsumer extends ReactiveElement {
  readonly pair = new ContextConsumer(this, {context: analyticsContext, subscribe: true});
}
customElements.define('foreign-consumer', ForeignConsumer);

const page = async (markup: string) => {
  await forget();
  const holder = await fixture<HTMLElement>(html`<main></main>`);
  const template = document.createElement('template');
  template.innerHTML = markup;
  // Adopted from the template's document, and upgraded in tree order.
  holder.append(template.content);
  await drawn();
  return holder;
};

const deep = (holder: Element, markup: string): Element => {
  let place = holder;
  for (let level = 0; level < 3; level++) {
    const host = place.appendChild(document.createElement('div'));
    place = host.attachShadow({mode: 'open'}).appendChild(document.createElement('div'));
  }
  place.innerHTML = markup;
  return place.firstElementChild!;
};

describe('the root is found', () => {
  for (const [where, markup] of Object.entries({
    'inside it': `<analytics-root>${banner}</analytics-root>`,
    'after it': root + banner,
    'before it': banner + root,
  })) {
    it(where, async () => {
      const holder = await page(markup);
      await shown(holder.querySelector('consent-banner')!, 'panel');
    });
  }

  it('from nested shadow trees, before and after the root', async () => {
    const holder = await page('');
    const early = deep(holder, '<consent-toggle></consent-toggle>');
    holder.append(document.createElement('analytics-root'));
    const late = deep(holder, '<consent-toggle></consent-toggle>');
    for (const toggle of [early, late]) {
      const control = (await shown(toggle, 'switch')) as HTMLInputElement;
      expect(control.disabled).to.equal(false);
    }
  });

  it('from outside when it stands in a shadow tree itself', async () => {
    const holder = await page(banner);
    deep(holder, root);
    await shown(holder.querySelector('consent-banner')!, 'panel');
  });

  it('after remove and re-attach, of either', async () => {
    const holder = await page(root + banner);
    const asking = holder.querySelector('consent-banner')!;
    const provider = holder.querySelector('analytics-root')!;
    await shown(asking, 'panel');
    asking.remove();
    await drawn();
    holder.prepend(asking);
    await shown(asking, 'panel');
    provider.remove();
    await gone(asking, 'panel');
    holder.append(provider);
    await shown(asking, 'panel');
  });

  it('after adoption from another document', async () => {
    const holder = await page(root);
    const other = document.implementation.createHTMLDocument('');
    const asking = document.createElement('consent-banner');
    other.adoptNode(asking);
    expect(asking.ownerDocument === other).to.equal(true);
    holder.append(document.adoptNode(asking));
    await shown(asking, 'panel');
  });

  it('by any consumer of the community protocol', async () => {
    const holder = await page('<foreign-consumer></foreign-consumer>');
    const foreign = holder.querySelector<ForeignConsumer>('foreign-consumer')!;
    expect(foreign.pair.value).to.equal(undefined);
    holder.append(document.createElement('analytics-root'));
    await waitUntil(() => foreign.pair.value === pagePair(), 'the consumer should be given the pair');
    holder.querySelector('analytics-root')!.remove();
    await waitUntil(() => foreign.pair.value === undefined, 'the pair should be taken back');
  });
});
