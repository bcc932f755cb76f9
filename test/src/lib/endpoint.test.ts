import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseEndpoint} from '../../../src/lib/endpoint.js';
import {SetupError} from '../../../src/lib/problems.js';

const page = 'https://site.example';

test('takes http(s) addresses and paths of the own origin, without a trailing slash', () => {
  for (const [given, endpoint] of [
    ['https://eu.i.posthog.com', 'https://eu.i.posthog.com'],
    ['https://eu.i.posthog.com/', 'https://eu.i.posthog.com'],
    ['https://a.example:8443/in/gest//', 'https://a.example:8443/in/gest'],
    ['HTTPS://A.example', 'https://a.example'],
    ['/relay', 'https://site.example/relay'],
    ['/', 'https://site.example'],
    ['http://localhost:8010', 'http://localhost:8010'],
    ['http://127.0.0.1:8010', 'http://127.0.0.1:8010'],
    ['http://[::1]:8010', 'http://[::1]:8010'],
    ['http://collector.localhost', 'http://collector.localhost'],
  ])
    assert.equal(parseEndpoint(given, page), endpoint);
  assert.equal(parseEndpoint('http://a.example', 'http://site.example'), 'http://a.example');
  assert.equal(parseEndpoint('http://a.example', ''), 'http://a.example');
});

test('refuses everything else, and never quotes it', () => {
  for (const given of [
    undefined,
    null,
    7,
    {},
    '',
    's3cret',
    's3cret.example/path',
    'ftp://s3cret.example',
    'javascript:s3cret',
    'data:text/plain,s3cret',
    'blob:https://s3cret.example/1',
    'https://s3cret@a.example',
    'https://user:s3cret@a.example',
    'https://a.example/?s3cret',
    'https://a.example?',
    'https://a.example#s3cret',
    'http://s3cret.example',
    'http://localhost.s3cret.example',
    'http://127.0.0.1.s3cret.example',
    '//s3cret.example',
    '/\\s3cret.example',
    '/relay?s3cret',
  ])
    assert.throws(
      () => parseEndpoint(given, page),
      (error: unknown) => error instanceof SetupError && error.code === 'bad-api-host' && !/s3cret/.test(error.message),
      String(given),
    );
  for (const origin of ['', 'null']) assert.throws(() => parseEndpoint('/relay', origin), SetupError);
});
