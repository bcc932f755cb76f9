import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer, type RequestListener} from 'node:http';
import type {AddressInfo} from 'node:net';
import {pipeline, Readable} from 'node:stream';
import {describe, it} from 'node:test';
import {withAnalytics} from '../../../../src/server/middleware/hosts/node.js';
import {until} from '../../../helpers/until.js';
import {createRecorded} from './harness.js';

/** A body whose source fails once the first of it is out. */
async function* parts() {
  yield 'data: 1\n\n';
  await new Promise(resolve => setTimeout(resolve, 20));
  throw new RangeError('the source ran dry');
}

const ways: Readonly<Record<string, RequestListener>> = {
  'by a pipeline': (_request, response) => pipeline(Readable.from(parts()), response, () => {}),
  'by destroying it': (_request, response) => {
    response.write('data: 1\n\n');
    setTimeout(() => response.destroy(new RangeError('the source ran dry')), 20);
  },
  'by ending it with a last word and destroying it': (_request, response) => {
    response.write('data: 1\n\n');
    setTimeout(() => response.end('Error').destroy(new RangeError('the source ran dry')), 20);
  },
};

describe('a response that was broken off by an error', () => {
  for (const [how, listener] of Object.entries(ways))
    it(`${how} is told with the error, and as no departure of the client`, async () => {
      const {analytics, records} = createRecorded();
      const server = createServer(withAnalytics(analytics, listener, {route: () => '/feed'}));
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const {port} = server.address() as AddressInfo;
      await fetch(`http://127.0.0.1:${port}/feed`)
        .then(response => response.text())
        .catch(() => {});
      await until('it was told', () => analytics.stats().tracked > 0);
      server.close();
      await analytics.flush();
      const [request, error, exception] = ['api_request', 'api_error', '$exception'].map(
        name => records.find(({event}) => event === name)?.properties,
      );
      assert.deepEqual([request?.['status_code'], request?.['is_aborted']], [200, true]);
      assert.equal(error?.['error_type'], 'RangeError');
      assert.match(JSON.stringify(exception), /the source ran dry/);
    });
});
