import assert from 'node:assert/strict';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, before, describe, it} from 'node:test';
import {runAudit, type Launch} from '../../src/testing/audit-command.js';
import type {SiteAudit} from '../../src/testing/index.js';
import {launchChromium} from '../helpers/chromium.js';
import {startSite, type Site} from '../helpers/site.js';

const shell = (body: string) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><body>${body}</body></html>`;
const tags = (root: string) =>
  shell(`<script type="module" src="/askfirst.js"></script>${root}<consent-banner></consent-banner><consent-settings></consent-settings>`);

/** A page as there are many: everything at once, and buttons that decide nothing. */
const careless = (vendor: string) =>
  shell(`<button id="yes">Yes</button><button id="no">No</button><button id="undo">Undo</button><script src="/tag.js"></script>
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
  const launch: Launch = () => launchChromium();

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
    const roots = {
      '/posthog': `<analytics-root provider="posthog" api-key="phc_demo" api-host="${vendorUrl}"></analytics-root>`,
      '/http': `<analytics-root provider="http" api-host="${vendorUrl}"></analytics-root>`,
    };
    site = await startSite({
      pages: {
        '/careless': careless(vendorUrl),
        ...Object.fromEntries(Object.entries(roots).map(([path, root]) => [path, tags(root)])),
      },
      scripts: {'/tag.js': tag(vendorUrl)},
    });
  });
  after(async () => {
    await site.stop();
    vendor.closeAllConnections();
    await new Promise(resolve => vendor.close(resolve));
  });

  for (const provider of ['posthog', 'http'])
    it(`finds nothing in a page of ours with ${provider}`, async () => {
      const {code, error, report} = await audit(`/${provider}`);
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
      assert.match(by(what), /\/tag\.js:\d+/, what);
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
