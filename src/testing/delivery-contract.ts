import {Misconfigured, Rejected, RetryLater, TooLarge} from '../lib/send-errors.js';
import type {Answer, ContractServer} from './contract-server.js';
import type {ContractRun} from './contract-run.js';
import {check, equal, throws} from './expectations.js';
import {sampleRecord} from './sample-records.js';

/** The part of the contract that needs a server: acknowledgement, refusals, limits, abort, shutdown. */
export const describeDelivery = (it: (name: string, body: () => Promise<void>) => unknown, {start, withServer}: ContractRun): void => {
  /** What happens to one record when the server answers like this; undefined is an acknowledgement. */
  const outcome = async (url: string, server: ContractServer, answer: Answer): Promise<unknown> => {
    const {deliver} = await start(url);
    server.answer(answer);
    const record = sampleRecord();
    return deliver([record]).then(
      result => result?.get(record.uuid),
      (error: unknown) => error,
    );
  };

  it('sends nothing at init, and afterwards only to the hosts of its manifest', async () => {
    await withServer(async (url, server) => {
      const {provider, deliver} = await start(url);
      equal(server.requests.length, 0, 'requests at init');
      equal(provider.manifest.hosts.join(), new URL(url).origin, 'manifest.hosts');
      await deliver([sampleRecord()]);
      check(server.requests.length > 0, 'an acknowledged record has arrived');
    });
  });

  it('sends no credentials, no referrer, and needs no preflight', async () => {
    await withServer(async (url, server) => {
      const {deliver, fetches} = await start(url);
      await deliver([sampleRecord()]);
      for (const {method, headers} of server.requests) {
        equal(method, 'POST', 'method');
        for (const name of ['cookie', 'authorization', 'referer']) equal(headers[name], undefined, `header ${name}`);
        check(/^(text\/plain|application\/x-www-form-urlencoded)/.test(String(headers['content-type'])), 'a CORS-simple content type');
      }
      // Cookies may go to the site's own relay only.
      for (const {credentials, referrerPolicy} of fetches)
        check(
          /^(omit|same-origin) no-referrer$/.test(`${credentials} ${referrerPolicy}`),
          'fetch options without credentials and referrer',
        );
    });
  });

  for (const status of [408, 425, 429, 500, 503])
    it(`asks to come again after ${status}`, async () => {
      await withServer(async (url, server) => {
        const error = await outcome(url, server, {status, headers: {'Retry-After': '7'}});
        check(error instanceof RetryLater, 'RetryLater');
        equal((error as RetryLater).delayMs, 7000, 'the wait that the server asked for (ms)');
      });
    });

  it('asks to come again after a reset connection, and then delivers the same record', async () => {
    await withServer(async (url, server) => {
      const {provider, deliver} = await start(url);
      server.answer({kind: 'reset'});
      const record = sampleRecord();
      await throws(() => deliver([record]), RetryLater);
      equal(await deliver([record], {resend: true}), undefined, 'second try');
      if (provider.manifest.dedupes)
        for (const {body} of server.requests)
          check(body.includes(record.uuid), 'every try carries the uuid, as the manifest promises to deduplicate');
    });
  });

  it('rejects for good what the server will not take', async () => {
    await withServer(async (url, server) => {
      const error = await outcome(url, server, {status: 400});
      check(error instanceof Rejected || error === 'rejected', 'Rejected');
    });
  });

  it('says that a batch is too large', async () => {
    await withServer(async (url, server) => check((await outcome(url, server, {status: 413})) instanceof TooLarge, 'TooLarge'));
  });

  for (const status of [401, 403, 404])
    it(`takes ${status} for a wrong set-up`, async () => {
      await withServer(async (url, server) => check((await outcome(url, server, {status})) instanceof Misconfigured, 'Misconfigured'));
    });

  it('follows no redirect', async () => {
    await withServer(async (url, server) => {
      check((await outcome(url, server, {status: 307, headers: {Location: `${url}/elsewhere`}})) instanceof Error, 'an error');
      check(!server.requests.some(({path}) => path === '/elsewhere'), 'nothing arrives at the other address');
    });
  });

  it('is not confused by a reply that is garbage or endless', async () => {
    await withServer(async (url, server) => {
      for (const body of ['', 'null', '<html>', '{"__proto__":{"polluted":1}}', '[1'])
        equal(await outcome(url, server, {body}), undefined, 'a reply of 200');
      equal(await outcome(url, server, {kind: 'endless'}), undefined, 'an endless reply of 200');
      equal(({} as {polluted?: unknown}).polluted, undefined, 'Object.prototype');
    });
  });

  it('gives up at once when the signal says so, and says that the outcome is unknown', async () => {
    await withServer(async (url, server) => {
      const {deliver} = await start(url);
      server.answer({kind: 'hang'});
      const control = new AbortController();
      const sending = throws(() => deliver([sampleRecord()], {signal: control.signal}), RetryLater);
      await Promise.race([server.received(1), sending]);
      control.abort();
      equal((await sending).unknown, true, 'unknown');
      const before = server.requests.length;
      equal(
        (await throws(() => deliver([sampleRecord()], {signal: control.signal}), RetryLater)).unknown,
        false,
        'unknown, when nothing was sent',
      );
      equal(server.requests.length, before, 'requests after the abort');
    });
  });

  it('takes a batch as large as its manifest says, small enough for keepalive', async () => {
    await withServer(async (url, server) => {
      const {provider, deliver, fetches} = await start(url);
      const {events, bytes} = provider.manifest.batch;
      const room = Math.floor(bytes / events) - JSON.stringify(sampleRecord()).length - 16;
      const count = room > 0 ? events : Math.max(1, Math.floor(bytes / JSON.stringify(sampleRecord()).length));
      const batch = Array.from({length: count}, () => sampleRecord('track', {}, Math.max(0, room)));
      equal(await deliver(batch, {keepalive: true}), undefined, 'a full batch');
      for (const {body} of server.requests) check(new TextEncoder().encode(body).length <= 60 * 1024, 'a body of at most 60 KiB');
      for (const {keepalive} of fetches) equal(keepalive, true, 'keepalive');
    });
  });

  it('keeps the order within a batch, and names those that were not taken', async () => {
    await withServer(async (url, server) => {
      const {deliver} = await start(url);
      const batch = ['first', 'second', 'third'].map(event => sampleRecord('track', {event}));
      await deliver(batch);
      const wire = server.requests.map(({body}) => body).join('\n');
      check(wire.indexOf('first') < wire.indexOf('second') && wire.indexOf('second') < wire.indexOf('third'), 'order');

      server.clear();
      server.answer({}, {status: 503});
      const result = await deliver(batch);
      // One request for all of them is answered for all of them.
      const expected = server.requests.length === 1 ? undefined : 'second=retry third=retry';
      equal(
        result && batch.flatMap(({uuid, event}) => (result.has(uuid) ? `${event}=${result.get(uuid)}` : [])).join(' '),
        expected,
        'outcomes',
      );
    });
  });

  it('sends nothing after shutdown, and acknowledges nothing', async () => {
    await withServer(async (url, server) => {
      const {provider, deliver} = await start(url);
      await provider.shutdown();
      await throws(() => deliver([sampleRecord()]), Error);
      equal(server.requests.length, 0, 'requests');
    });
  });
};
