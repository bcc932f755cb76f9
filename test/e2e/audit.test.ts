import assert from 'node:assert/strict';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, before, describe, it} from 'node:test';
import {runAudit, type Launch} from '../../src/testing/audit-command.js';
import type {SiteAudit} from '../../src/testing/index.js';
import type {Browser} from 'playwright-core';
import {launchChromium} from '../helpers/chromium.js';
import {providerPages} from '../helpers/provider-pages.js';
import {startSite, type Site} from '../helpers/site.js';
import {startVendorServer, type VendorServer} from '../helpers/vendor-server.js';

const shell = (body: string) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><body>${body}</body></html>`;

/** A page as there are many: everything at once, and buttons that decide nothing. */
const careless = (vendor: string) =>
  shell(`<button id="yes">Yes</button><button id="no">No</button><button id="undo">Undo</button><script src="/careless.js"></script>
  <iframe src="${vendor}/frame" title="A video"></iframe>`);
const tag = (vendor: string) => `
document.cookie = '_careless=1; Max-Age=1000';
localStorage.setItem('careless_id', 'x');
sessionStorage.quiet = 'set without a call';
indexedDB.open('careless');
caches.open('careless');
fetch('${vendor}/collect?secret=1', {mode: 'no-cors'});
document.cookie = '_careless_old=; Max-Age=0';
`;

describe('the audit', {concurrency: true}, () => {
  let vendor: Server;
  let vendorUrl: string;
  let site: Site;
  let vendors: VendorServer;
  let browser: Browser;
  // One browser for all of them: each audit has its own profiles in it.
  const launch: Launch = async () => {
    const contexts: {close(): Promise<void>}[] = [];
    return {
      async newContext() {
        const context = await browser.newContext();
        contexts.push(context);
        return context;
      },
      close: async () => void (await Promise.all(contexts.map(context => context.close()))),
    };
  };

  const audit = async (path: string, ...options: string[]) => {
    let out = '';
    let error = '';
    const code = await runAudit([site.url + path, '--wait', '0.7', '--json', ...options], launch, {
      out: text => void (out += text),
      error: text => void (error += text),
    });
    return {code, error, report: (out ? JSON.parse(out) : {}) as SiteAudit};
  };

  before(async () => {
    vendor = createServer((_, response) => response.setHeader('Set-Cookie', 'frame=1').end('ok'));
    await new Promise<void>(resolve => vendor.listen(0, '127.0.0.1', resolve));
    vendorUrl = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
    vendors = await startVendorServer();
    browser = await launchChromium();
    site = await startSite({
      pages: {
        '/careless': careless(vendorUrl),
        ...Object.fromEntries(Object.entries(providerPages(vendors.url)).map(([name, {html}]) => [`/${name}`, html])),
      },
      scripts: {'/careless.js': tag(vendorUrl), '/tag.js': 'window.tagged = true;'},
    });
  });
  after(async () => {
    await browser.close();
    await Promise.all([site.stop(), vendors.stop()]);
    vendor.closeAllConnections();
    await new Promise(resolve => vendor.close(resolve));
  });

  // The other pages, each provider alone and sending for certain, are watched in every-provider.test.ts.
  for (const name of ['all', 'posthog-flags', 'google-basic', 'google-advanced'])
    it(`finds nothing in a page of ours with ${name}`, async () => {
      const {code, error, report} = await audit(`/${name}`);
      assert.deepEqual(report, {'before consent': [], 'after refusal': [], 'after withdrawal': []}, error);
      assert.equal(code, 0);
    });

  it('finds everything in a careless page, with the line that did it', async () => {
    const {code, report} = await audit('/careless', '--accept', '#yes', '--refuse', '#no', '--withdraw', '#undo');
    const before = report['before consent'];
    const by = (what: string) => before.find(finding => finding.what.startsWith(what))?.initiator ?? `${what} was not found`;
    for (const what of [
      'cookies _careless',
      'localStorage careless_id',
      'indexedDB careless',
      'cacheStorage careless',
      `${vendorUrl}/collect`,
    ])
      assert.match(by(what), /\/careless\.js:\d+/, what);
    assert.match(by('sessionStorage quiet'), /storage/);
    assert.match(by(`${vendorUrl}/frame`), /careless|document/);
    assert.match(by('cookies frame'), /storage/);
    assert.ok(!JSON.stringify(before).includes('secret'), 'no query is quoted');
    assert.ok(!JSON.stringify(before).includes('_careless_old'), 'taking a cookie away is no finding');
    assert.ok(
      report['after refusal'].some(({what}) => what === 'localStorage careless_id'),
      'what is still stored after a refusal',
    );
    assert.ok(
      report['after withdrawal'].some(({what}) => what.startsWith('cookies _careless')),
      'what is still stored after a withdrawal',
    );
    assert.equal(code, 1);
  });

  it('lets through what the owner allows', async () => {
    const {report} = await audit(
      '/careless',
      '--accept',
      '#yes',
      '--refuse',
      '#no',
      '--withdraw',
      '#undo',
      '--allow',
      'careless*',
      '--allow',
      vendorUrl,
    );
    const found = report['before consent'].map(({what}) => what);
    assert.ok(!found.some(what => /careless_id|collect|indexedDB/.test(what)), found.join());
    assert.ok(found.some(what => what.startsWith('cookies _careless')));
  });

  it('says with 2 that it could not look', async () => {
    assert.deepEqual((await audit('/careless', '--wait', 'soon')).code, 2);
    const {code, error} = await audit('/nowhere', '--browser', 'lynx');
    assert.equal(code, 2);
    assert.match(error, /chromium, firefox, webkit/);
  });
});
