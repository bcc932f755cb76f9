import {aTimeout, fixture, html, waitUntil} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import '../../components/define-all.js';
import {pagePair} from '../../src/page-pair.js';
import type {ConsentState} from '../../src/types.js';
import {forget} from './forget.js';

/** A page without a decision, with this markup in it. The markup's own elements are upgraded and drawn when it resolves. */
export const page = async (markup: string): Promise<HTMLElement> => {
  await forget();
  const holder = await fixture<HTMLElement>(html`<main></main>`);
  holder.insertAdjacentHTML('beforeend', markup);
  await drawn();
  if (holder.querySelector('analytics-root')) await waitUntil(() => state().settled, 'the stored decision should be known');
  await drawn();
  return holder;
};

/** Resolves when pending updates are drawn. */
export const drawn = async (): Promise<void> => {
  for (let frame = 0; frame < 2; frame++) await new Promise(resolve => requestAnimationFrame(resolve));
};

/** The part of an element's shadow tree, or null while it is not shown. */
export const part = (element: Element, name: string): HTMLElement | null =>
  element.shadowRoot!.querySelector<HTMLElement>(`[part='${name}']`);

/** Waits until an element shows a part. */
export const shown = async (element: Element, name: string): Promise<HTMLElement> => {
  await waitUntil(() => part(element, name), `${element.localName} should show its ${name}`);
  // One that is cancelled, by a new drawing for example, is over as well.
  await Promise.allSettled(element.shadowRoot!.getAnimations().map(animation => animation.finished));
  return part(element, name)!;
};

/** Waits until an element shows a part no more. */
export const gone = (element: Element, name: string): Promise<void> =>
  waitUntil(() => !part(element, name), `${element.localName} should not show its ${name}`);

export const state = (): ConsentState => pagePair().consent.get();

/** What the console is told while `act` runs. */
export const warnings = async (act: () => unknown): Promise<string[]> => {
  const said: string[] = [];
  const original = console.warn;
  console.warn = (...words: unknown[]) => void said.push(words.join(' '));
  try {
    await act();
  } finally {
    console.warn = original;
  }
  return said;
};

/** The deepest element that has the focus. */
export const focused = (): Element | null => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
};

/**
 * Presses a real key on an element until it works. Skips the test where Firefox gives its keys to another page of the same run
 * (its driver leaves the page behind); in every other browser a key that does nothing is a failure.
 */
export const pressOn = async (test: Mocha.Context, element: HTMLElement, press: string, works: () => boolean): Promise<void> => {
  for (let attempt = 0; attempt < 5 && !works(); attempt++) {
    element.focus();
    await sendKeys({press});
    await aTimeout(100);
  }
  if (!works() && navigator.userAgent.includes('Firefox')) test.skip();
};
