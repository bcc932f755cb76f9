import {expect, waitUntil} from '@open-wc/testing';
import type {FlagValue} from '../../src/types.js';
import {pagePair} from '../../src/page-pair.js';
import {createNoop} from '../../src/providers/noop.js';
import {registerProvider} from '../../src/providers/register-provider.js';
import {drawn, page} from '../helpers/elements.js';

let flags: Record<string, FlagValue> = {};
const listeners = new Set<() => void>();
const asked: string[] = [];

const {consent} = pagePair();

/** What a visitor sees of an element: the text of the slot that is shown. */
const seen = (element: Element): string => {
  const slot = element.shadowRoot!.querySelector('slot')!;
  return slot
    .assignedNodes()
    .map(node => node.textContent!.trim())
    .join('');
};
const shows = (element: Element, text: string) =>
  waitUntil(() => seen(element) === text, `it should show "${text}", not "${seen(element)}"`, {timeout: 5000});
const arrive = (next: Record<string, FlagValue>) => {
  flags = next;
  listeners.forEach(listener => listener());
};

describe('feature-flag', () => {
  before(() =>
    registerProvider('flagging', () => ({
      ...createNoop(),
      name: 'flagging',
      flags: {
        flag: key => (asked.push(key), flags[key]),
        onFlags: listener => (listeners.add(listener), () => listeners.delete(listener)),
      },
    })),
  );
  beforeEach(() => {
    flags = {};
    asked.length = 0;
  });
  afterEach(() => consent.withdrawAll());

  const open = async (attributes: string) => {
    const holder = await page(`<analytics-root provider="flagging" page-views="manual" storage-prefix="flags"></analytics-root>
      <feature-flag ${attributes}>New<span slot="otherwise">Old</span></feature-flag>`);
    return holder.querySelector('feature-flag')!;
  };
  const ready = async () => {
    consent.acceptAll();
    await waitUntil(() => listeners.size, 'the provider should start', {timeout: 5000});
  };
  afterEach(() => listeners.clear());

  it('shows the other thing without consent, and asks nobody', async () => {
    const element = await open('key="composer"');
    await shows(element, 'Old');
    expect(asked).to.deep.equal([]);
  });

  it('shows its content once the flag is known to be on, and no more after a withdrawal', async () => {
    const element = await open('key="composer"');
    await ready();
    await shows(element, 'Old');
    arrive({composer: true});
    await shows(element, 'New');
    arrive({composer: false});
    await shows(element, 'Old');
    arrive({composer: 'b'});
    await shows(element, 'New');
    consent.withdrawAll();
    await shows(element, 'Old');
  });

  it('with a variant shows its content for that one only', async () => {
    const element = await open('key="composer" variant="b"');
    await ready();
    for (const [value, text] of [
      ['a', 'Old'],
      [true, 'Old'],
      ['b', 'New'],
      [false, 'Old'],
    ] as const) {
      arrive({composer: value});
      await shows(element, text);
    }
  });

  it('follows its own attributes, and shows nothing new without a key or for a flag that nobody knows', async () => {
    const element = await open('');
    await ready();
    arrive({composer: true});
    await drawn();
    expect(seen(element)).to.equal('Old');
    element.setAttribute('key', 'unheard-of');
    await drawn();
    expect(seen(element)).to.equal('Old');
    element.setAttribute('key', 'composer');
    await shows(element, 'New');
    element.setAttribute('variant', 'b');
    await shows(element, 'Old');
  });

  it('listens no more once it is removed, and knows the flag when it is back', async () => {
    const element = await open('key="composer"');
    await ready();
    arrive({composer: true});
    await shows(element, 'New');
    const {parentNode} = element;
    element.remove();
    asked.length = 0;
    arrive({composer: false});
    await drawn();
    expect(asked).to.deep.equal([]);
    parentNode!.appendChild(element);
    await shows(element, 'Old');
  });
});
