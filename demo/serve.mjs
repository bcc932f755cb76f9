import {mkdir} from 'node:fs/promises';
import {createServer} from 'node:http';
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {createApi} from './api.mjs';
import {openLine} from './line.mjs';
import {readStatic} from './static-files.mjs';

const strict = [
  "default-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
];

/** The visitor's pages may talk to the line only, the live list to the collector only: the policy keeps the two apart. */
const policy = (path, line, collector) => [...strict, `connect-src 'self' ${path === '/live.html' ? collector : line}`].join('; ');

const listen = (server, port) =>
  new Promise((resolve, reject) => {
    const failed = error => {
      if (error.code === 'EADDRINUSE' && port > 0 && port < 65_535) server.listen(++port, '127.0.0.1');
      else reject(error);
    };
    server.on('error', failed).once('listening', () => resolve(server.off('error', failed).address().port));
    server.listen(port, '127.0.0.1');
  });

/** Finds out by trying: between asking whether a port is free and taking it, someone else may. */
const startCollector = async (createCollector, db, port) => {
  const writeLog = line => line.includes('"level":"error"') && process.stderr.write(line);
  // A demo is also shown by automated browsers, whose Plausible events would be dropped as a bot's.
  const collector = createCollector({db, port, writeLog, keepBots: true});
  try {
    return {collector, url: (await collector.start()).url};
  } catch (error) {
    if (!error.message.includes('EADDRINUSE') || port === 0 || port >= 65_535) throw error;
    return startCollector(createCollector, db, port + 1);
  }
};

/**
 * Starts the collector, the line to it, and the demo site, all on 127.0.0.1.
 * @param {{port?: number, collectorPort?: number, database?: string}} options 0 means any free port; a taken one means the next.
 * @returns {Promise<{url: string, collectorUrl: string, lineUrl: string, stop(): Promise<void>}>}
 */
export const startDemo = async ({
  port = 8000,
  collectorPort = 8010,
  database = fileURLToPath(new URL('data/events.db', import.meta.url)),
} = {}) => {
  const {createCollector} = await import('askfirst/collector');
  if (database !== ':memory:') await mkdir(dirname(database), {recursive: true});
  const {collector, url: collectorUrl} = await startCollector(createCollector, database, collectorPort);
  const line = await openLine(Number(new URL(collectorUrl).port));
  const api = await createApi(collectorUrl);

  const server = createServer(async (request, response) => {
    const [pathname] = request.url.split('?');
    if (pathname === '/demo/line') return answerLine(request, response, line);
    if (pathname.startsWith('/api/')) return api.answer(request, response);
    const file = request.method === 'GET' || request.method === 'HEAD' ? await readStatic(pathname) : undefined;
    response.writeHead(file ? 200 : 404, {
      'content-type': file?.type ?? 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy(pathname, line.url, collectorUrl),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    });
    if (!file) return response.end('Not found');
    const known = {LINE: line.url, COLLECTOR: collectorUrl, LAST: collector.store.lastId()};
    const body = file.type.startsWith('text/html')
      ? file.body.toString().replace(/%(LINE|COLLECTOR|LAST)%/g, (_, name) => known[name])
      : file.body;
    response.end(request.method === 'HEAD' ? undefined : body);
  });
  const url = `http://127.0.0.1:${await listen(server, port)}`;

  const stop = async () => {
    server.closeAllConnections();
    await Promise.all([new Promise(resolve => server.close(resolve)), line.stop()]);
    await api.stop();
    await collector.stop();
  };
  return {url, collectorUrl, lineUrl: line.url, stop};
};

/** `GET` tells whether the line is cut, `PUT …?cut=true|false` changes it; only for the demo's own page. */
const answerLine = (request, response, line) => {
  const site = request.headers['sec-fetch-site'];
  if (request.method === 'PUT' && (site === 'same-origin' || site === undefined)) line.cut = request.url.endsWith('?cut=true');
  response.writeHead(200, {'content-type': 'application/json', 'cache-control': 'no-store'}).end(JSON.stringify({cut: line.cut}));
};

const fromCommandLine = () => {
  const {values} = parseArgs({options: {port: {type: 'string'}, 'collector-port': {type: 'string'}, db: {type: 'string'}}});
  const number = (value, name) => {
    if (value === undefined || value === '') return undefined;
    if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
    throw new Error(`${name} must be a port from 0 to 65535, not "${value}".`);
  };
  return {
    port: number(values.port ?? process.env.PORT, '--port'),
    collectorPort: number(values['collector-port'] ?? process.env.COLLECTOR_PORT, '--collector-port'),
    database: values.db,
  };
};

const run = async () => {
  const demo = await startDemo(fromCommandLine());
  console.log(`\n  demo       ${demo.url}\n  collector  ${demo.collectorUrl}\n\n  Ctrl+C stops both.\n`);
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, async () => {
      if (stopping) process.exit(1);
      stopping = true;
      await demo.stop();
      process.exit(0);
    });
};

if (process.argv[1] === fileURLToPath(import.meta.url))
  await run().catch(error => {
    console.error(error.message);
    process.exitCode = 1;
  });
