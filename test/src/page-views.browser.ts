import {expect} from '@open-wc/testing';
import {observePageViews} from '../../src/page-views.js';

const endOfTask = () => new Promise(resolve => setTimeout(resolve, 20));

for (const [what, source] of [
  ['with the Navigation API where there is one', window],
  ['with the history API only', new Proxy(window, {get: (target, name) => (name === 'navigation' ? undefined : bound(target, name))})],
] as [string, Window][])
  describe(`page views, ${what}`, () => {
    const start = location.href;
    let seen: string[] = [];
    let stop = () => {};

    beforeEach(() => {
      seen = [];
      stop = observePageViews({window: source, document}, () => seen.push(location.pathname + location.hash));
    });
    afterEach(async () => {
      stop();
      history.replaceState(null, '', start);
      await endOfTask();
    });

    it('count the page itself once', async () => {
      await endOfTask();
      expect(seen).to.deep.equal([location.pathname]);
    });

    it('count each navigation once, and back again', async () => {
      history.pushState(null, '', '/chat');
      await endOfTask();
      history.pushState(null, '', '/agents');
      await endOfTask();
      history.back();
      await new Promise(resolve => addEventListener('popstate', resolve, {once: true}));
      await endOfTask();
      expect(seen.slice(1)).to.deep.equal(['/chat', '/agents', '/chat']);
    });

    it('count a redirect within one task once', async () => {
      history.pushState(null, '', '/login');
      history.replaceState(null, '', '/chat');
      await endOfTask();
      expect(seen.slice(1)).to.deep.equal(['/chat']);
    });

    it('count hash routes, but neither anchors nor queries', async () => {
      history.replaceState(null, '', '?tab=2');
      await endOfTask();
      location.hash = '#top';
      await endOfTask();
      expect(seen.length).to.equal(1);
      location.hash = '#/settings';
      await endOfTask();
      expect(seen.length).to.equal(2);
    });

    it('do not count a page again for who starts anew on it, but the next one', async () => {
      const who = {};
      const again = (grant = 1) => observePageViews({window: source, document}, () => seen.push('again'), who, grant);
      for (let time = 0; time < 2; time++) again()();
      expect(seen.filter(name => name === 'again').length).to.equal(1);
      history.pushState(null, '', '/elsewhere');
      again()();
      expect(seen.filter(name => name === 'again').length).to.equal(2);
      again(2)();
      expect(seen.filter(name => name === 'again').length, 'a new grant').to.equal(3);
    });

    it('stop, and leave the history as it was', async () => {
      stop();
      expect(history.pushState).to.equal(History.prototype.pushState);
      history.pushState(null, '', '/later');
      await endOfTask();
      expect(seen.length).to.equal(1);
    });
  });

describe('page views of a page in the background', () => {
  it('count when it is first seen', async () => {
    const hidden = Object.assign(new EventTarget(), {visibilityState: 'hidden'});
    let views = 0;
    const stop = observePageViews({window, document: hidden as unknown as Document}, () => views++);
    await endOfTask();
    expect(views).to.equal(0);
    hidden.visibilityState = 'visible';
    hidden.dispatchEvent(new Event('visibilitychange'));
    await endOfTask();
    expect(views).to.equal(1);
    stop();
  });
});

function bound(target: Window, name: string | symbol): unknown {
  const value = Reflect.get(target, name) as unknown;
  return typeof value === 'function' && !String(name).startsWith('set') ? value.bind(target) : value;
}
