import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {clientAddress} from '../../../../src/server/middleware/client-address.js';
import {errorCategoryOf, errorTypeOf} from '../../../../src/server/middleware/classify-error.js';
import {exceptionList} from '../../../../src/server/middleware/exception-list.js';
import {readIdentity} from '../../../../src/server/middleware/read-identity.js';
import {createRouteMatcher} from '../../../../src/server/middleware/route-patterns.js';
import {createServerTiming} from '../../../../src/server/middleware/server-timing.js';
import {stackFrames} from '../../../../src/server/middleware/stack-frames.js';
import {traceIdOf} from '../../../../src/server/middleware/traceparent.js';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const session = '0198f3c2-7b1a-7c3d-9e4f-1234567890ac';

describe('the identity of a request', () => {
  const read = (headers: Record<string, string>, identify?: () => unknown) => {
    let refused = 0;
    const request = {method: 'GET', url: '/', header: (name: string) => headers[name]};
    return {...readIdentity(request, identify as () => string, () => refused++), refused};
  };
  const header = {'x-posthog-distinct-id': 'u_7f3a9c', 'x-posthog-session-id': session};

  it('is what the widget says', () =>
    assert.deepEqual(read(header), {distinctId: 'u_7f3a9c', sessionId: session, isIdentified: false, refused: 0}));
  it('is what the application says, if it says something', () => {
    assert.deepEqual(
      read(header, () => 'p_1c9e'),
      {distinctId: 'p_1c9e', sessionId: session, isIdentified: true, refused: 0},
    );
    assert.equal(read(header, () => undefined).distinctId, 'u_7f3a9c');
  });
  for (const given of ['jane@example.com', '42', 'Jane Doe', 'anonymous', '', 42, {}, '+49 170 1234567'])
    it(`is none when the application says ${JSON.stringify(given)}, which is no pseudonym`, () => {
      assert.deepEqual(
        read(header, () => given),
        {distinctId: undefined, sessionId: session, isIdentified: false, refused: 1},
      );
      if (typeof given === 'string') assert.equal(read({'x-posthog-distinct-id': given}).distinctId, undefined);
    });
  it('is none when the application throws', () => {
    const thrown = () => {
      throw new Error();
    };
    assert.deepEqual(read(header, thrown), {distinctId: undefined, sessionId: session, isIdentified: false, refused: 1});
  });
  for (const id of ['', 'x', 'jane@example.com', `${session}\n`, session.replace('7c3d', '4c3d')])
    it(`takes no session ${JSON.stringify(id)}`, () => assert.equal(read({'x-posthog-session-id': id}).sessionId, undefined));
});

describe('patterns of routes', () => {
  const matches = createRouteMatcher(['/health', '/assets/*', '/patients/:id', '/files/[name]', '/x/{y}/z', '/a.b']);
  for (const path of [
    '/health',
    '/HEALTH/',
    '//health',
    '/health?x=/no',
    '/%68ealth',
    '/assets',
    '/assets/a/b.js',
    '/patients/7',
    '/Patients/7/',
    '/patients/:id',
    '/files/a',
    '/x/1/z',
    '/a.b',
    '/./health',
    '/patients%2f7',
  ])
    it(`hold ${path}`, () => assert.ok(matches(path)));
  for (const path of ['/', '/healthy', '/assetsx', '/patients', '/patients/7/notes', '/x/1', '/aXb', '/%'])
    it(`do not hold ${path}`, () => assert.ok(!matches(path)));
  const written: readonly (readonly [pattern: string, holds: readonly string[], not: readonly string[]])[] = [
    ['/p/:id(\\d+)', ['/p/7'], ['/p', '/p/7/8']],
    ['/p/:id?', ['/p', '/p/7'], ['/p/7/8', '/px']],
    ['/p/:id.csv', ['/p/7.csv'], ['/p/7.txt', '/p/7xcsv']],
    ['/p/:from-:to', ['/p/1-2', '/p/1-2-3'], ['/p/1', '/p/1-2/3']],
    ['/p/*rest', ['/p/7', '/p/7/8', '/p'], ['/px']],
    ['/p{/:id}', ['/p', '/p/7'], ['/p/7/8']],
    ['/p/:id{[0-9]+}', ['/p/7'], ['/p']],
    ['/p/:path*', ['/p/', '/p/7/8'], ['/px']],
    ['/(app)/p/[id=integer]', ['/p/7', '/(app)/p/7'], ['/app/p/7', '/p']],
    ['/[[lang]]/p/[id]', ['/p/7', '/de/p/7'], ['/de/at/p/7']],
    ['/p/[...rest]', ['/p', '/p/7/8'], ['/px']],
    ['/p/{id}', ['/p/7'], ['/p/7/8']],
    ['/p/{id:int}.csv', ['/p/7.csv'], ['/p/7']],
    ['/p/{path:path}', ['/p/7/8'], ['/px']],
    ['/a/*/b', ['/a/x/b', '/a/x/y/b'], ['/a/x/c']],
    ['/a.b/$c+d', ['/a.b/$c+d'], ['/aXb/$c+d']],
    ['*', ['/', '/x/y'], []],
  ];
  for (const [pattern, holds, not] of written)
    it(`are taken as a host writes them: ${pattern}`, () => {
      const matchesIt = createRouteMatcher(['/elsewhere', pattern]);
      for (const path of [pattern, ...holds]) assert.ok(matchesIt(path), path);
      for (const path of not) assert.ok(!matchesIt(path), path);
    });
  it('hold an address that is written whole, and one that is written in a roundabout way', () => {
    for (const path of [
      'http://shop.example/patients/7',
      'HTTPS://shop.example:8443/health?x',
      '/x/../patients/7',
      '/patients/./7',
      '/x/%2e%2e/health',
    ])
      assert.ok(matches(path), path);
    for (const path of ['http://shop.example/health/x', '/health/../x']) assert.ok(!matches(path), path);
  });
  it('cost little, whatever the address', () => {
    const several = createRouteMatcher(['/p/:a-:b-:c', '/a/*/b/*/c', '/x/[...rest]/y', '/p/:id.csv']);
    const began = process.cpuUsage();
    for (const piece of ['-', '/b', 'a', '/..', '.c']) several(`/p/${piece.repeat(16_000 / piece.length)}/`);
    several(`/a${'/b'.repeat(8000)}`);
    assert.ok(process.cpuUsage(began).user < 5_000_000, 'less than five seconds of the processor');
  });
  it('hold nothing when there are none', () => assert.ok(!createRouteMatcher([])('/')));
});

describe('the trace of a request', () => {
  it('is read of traceparent', () => {
    assert.equal(traceIdOf(`00-${trace}-00f067aa0ba902b7-01`), trace);
    assert.equal(traceIdOf(`cc-${trace}-00f067aa0ba902b7-01-more`), trace);
  });
  for (const header of [
    undefined,
    '',
    'x',
    `ff-${trace}-00f067aa0ba902b7-01`,
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
    `00-${trace.toUpperCase()}-00f067aa0ba902b7-01`,
    `00-${trace}-00f067aa0ba902b7-01-more`,
  ])
    it(`is none for ${header}`, () => assert.equal(traceIdOf(header), undefined));
});

describe('the address of the client', () => {
  it('is the peer without proxies, whatever the header says', () => assert.equal(clientAddress('10.0.0.1', '1.2.3.4', 0), '10.0.0.1'));
  it('is what the outermost proxy of ours has heard', () => {
    assert.equal(clientAddress('10.0.0.1', '6.6.6.6, 1.2.3.4', 1), '1.2.3.4');
    assert.equal(clientAddress('10.0.0.1', '6.6.6.6, 1.2.3.4, 10.0.0.2', 2), '1.2.3.4');
    assert.equal(clientAddress('10.0.0.1', undefined, 1), '10.0.0.1');
  });
});

describe('failures', () => {
  const named = (name: string, code?: string) => Object.assign(new Error('x'), {name, code});
  const cases: readonly [error: unknown, status: number, type: string, category: string][] = [
    [new TypeError('x'), 500, 'TypeError', 'server_error'],
    [named('ZodError'), 400, 'ZodError', 'validation'],
    [named('Error'), 422, 'Error', 'validation'],
    [named('UnauthorizedError'), 401, 'UnauthorizedError', 'auth'],
    [named('Error'), 403, 'Error', 'auth'],
    [named('NotFound'), 404, 'NotFound', 'not_found'],
    [named('TimeoutError'), 500, 'TimeoutError', 'timeout'],
    [named('Error', 'UND_ERR_CONNECT_TIMEOUT'), 502, 'Error', 'timeout'],
    [undefined, 504, 'http_504', 'timeout'],
    [undefined, 503, 'http_503', 'server_error'],
    [named('User jane@example.com not found'), 500, 'Error', 'server_error'],
    ['a string', 500, 'Error', 'server_error'],
    [null, 500, 'Error', 'server_error'],
  ];
  for (const [error, status, type, category] of cases)
    it(`with ${String(error)} and ${status} are ${type}, ${category}`, () => {
      assert.equal(errorTypeOf(error, status), type);
      assert.equal(errorCategoryOf(error, status), category);
    });
});

describe('exceptions for PostHog', () => {
  const options = {messages: true, folder: process.cwd(), handled: false};

  it('have the stack outermost first, told relative to the application, without source text', () => {
    const [entry] = exceptionList(new RangeError('too far'), options);
    const frames = entry!.stacktrace!.frames;
    assert.equal(entry!.type, 'RangeError');
    assert.equal(entry!.value, 'too far');
    assert.equal(frames.at(-1)!.filename, 'test/src/server/middleware/request-parts.test.ts');
    assert.equal(frames.at(-1)!.in_app, true);
    assert.ok(frames.at(-1)!.lineno! > 0);
    assert.ok(frames.some(({filename, in_app}) => filename.startsWith('node:') && !in_app));
    assert.ok(!JSON.stringify(entry).includes(process.cwd()));
  });

  it('hold their causes, and no circle is run for ever', () => {
    const inner = new TypeError('inner');
    const outer = new Error('outer', {cause: inner});
    (inner as {cause?: unknown}).cause = outer;
    const list = exceptionList(outer, options);
    assert.deepEqual(
      list.map(({value, mechanism}) => [value, mechanism.type, mechanism.parent_id]),
      [
        ['outer', 'middleware', undefined],
        ['inner', 'chained', 0],
      ],
    );
  });

  it('are made of anything that can be thrown', () => {
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no');
        },
      },
    );
    for (const thrown of ['text', 1, null, undefined, {}, hostile, Symbol('x'), () => {}]) {
      const [entry] = exceptionList(thrown, options);
      assert.equal(entry!.type, 'Error');
      assert.equal(entry!.mechanism.synthetic, true);
    }
  });

  it('go without their message where that is not wanted', () =>
    assert.equal(exceptionList(new Error('jane'), {...options, messages: false})[0]!.value, ''));

  it('tell no path of a machine', () => {
    const stack = [
      'Error: x',
      '    at f (file:///home/jane/app/src/a.js?v=1:1:2)',
      '    at C:\\Users\\jane\\b.js:3:4',
      '    at async g (/srv/node_modules/pkg/i.js:5:6)',
      '    at node:internal/x:7:8',
    ].join('\n');
    assert.deepEqual(
      stackFrames(stack, '/home/jane/app').map(({filename, function: name, in_app}) => [filename, name, in_app]),
      [
        ['node:internal/x', '?', false],
        ['node_modules/pkg/i.js', 'g', false],
        ['b.js', '?', true],
        ['src/a.js', 'f', true],
      ],
    );
  });
});

describe('Server-Timing', () => {
  it('tells the whole and the parts, and lets nothing break out', () => {
    const timing = createServerTiming();
    timing.add('db', 4.25, 'two "queries"\r\nX: y');
    timing.add('bad name', 1);
    timing.add('nan', NaN);
    assert.equal(timing.value(12.34), 'app;dur=12.3, db;dur=4.3;desc="two queriesX: y"');
  });
});
