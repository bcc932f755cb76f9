import assert from 'node:assert/strict';
import {test} from 'node:test';
import {compileRoutes} from '../../../../src/server/proxy/compile-routes.js';

const describing = (document: unknown, path = '/openapi.json') => compileRoutes([{path, document}]);
const operations = (...templates: string[]) => Object.fromEntries(templates.map(template => [template, {get: {}}]));

test('finds nothing in what is no description', () => {
  for (const document of [
    undefined,
    null,
    7,
    'x',
    [],
    {},
    {paths: null},
    {paths: []},
    {paths: {x: 1}},
    {servers: 'x', paths: {'no-slash': {}}},
  ])
    assert.equal(describing(document)('GET', '/items'), undefined);
});

test('servers give the prefix, with their variables', () => {
  const paths = operations('/items/{id}');
  for (const [servers, path, found] of [
    [[{url: '/api'}], '/api/items/1', '/api/items/{id}'],
    [[{url: 'https://shop.example/api/'}], '/api/items/1', '/api/items/{id}'],
    [[{url: '/{v}', variables: {v: {default: 'v2'}}}], '/v2/items/1', '/v2/items/{id}'],
    [[{url: '/api'}], '/items/1', '/items/{id}'],
    [[{url: '/api'}], '/other/items/1', undefined],
    [[{url: '/a'}, {url: '/b'}], '/b/items/1', '/b/items/{id}'],
    [[{url: 'http://['}, {}], '/items/1', '/items/{id}'],
  ] as const)
    assert.equal(describing({servers, paths})('GET', path)?.template, found, path);
  assert.equal(describing({servers: [{url: '/sub'}], paths}, '/sub/openapi.json')('GET', '/items/1'), undefined);
});

test('what is written out goes before what is open, whatever the order', () => {
  const find = describing({paths: operations('/{a}/{b}', '/{a}/new', '/x/{b}', '/x/{b}.csv', '/x/new')});
  for (const [path, template] of [
    ['/x/new', '/x/new'],
    ['/x/7.csv', '/x/{b}.csv'],
    ['/x/7', '/x/{b}'],
    ['/y/new', '/{a}/new'],
    ['/y/7', '/{a}/{b}'],
  ] as const)
    assert.deepEqual(find('GET', path), {template, loose: false});
});

test('hostile paths cost little', () => {
  const find = describing({paths: operations('/{a}/{b}/{c}/{d}/{e}/end', '/{a}-{b}-{c}-{d}-{e}-{f}.x', '/files/{path}/meta/{more}')});
  const began = process.cpuUsage();
  for (const path of [`/${'a/'.repeat(2000)}`, `/${'-'.repeat(4000)}`, `/files/${'/'.repeat(3900)}`, `/${'x'.repeat(100_000)}`])
    find('GET', path);
  assert.ok(process.cpuUsage(began).user < 2_000_000, 'less than two seconds of the processor');
});
