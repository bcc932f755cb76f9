import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestContext} from 'node:test';
import {createCollectorWith, type Collector, type CollectorOptions} from '../../../../src/server/collector/create-collector.js';
import type {Guard} from '../../../../src/server/collector/intake.js';
import type {StoredEvent} from '../../../../src/server/collector/store.js';
import {createInlineWriter, type OpenWriter} from '../../../../src/server/collector/writer.js';

// The writer thread runs from source, like the tests.
process.env['NODE_OPTIONS'] = `--import ${new URL('../../../helpers/register-tsx.mjs', import.meta.url).href}`;

/** A guard so simple that tests can foretell it: masks e-mail addresses, and fails on events named `unguardable`. */
export const plainGuard: Guard = event => {
  const copy = JSON.parse(JSON.stringify(event).replace(/[\w.]+@[\w.]+\.\w{2,}/g, '[email]')) as typeof event & {event?: string};
  return copy.event === 'unguardable' ? undefined : copy;
};

/** A new directory that goes away with the test. */
export const temporaryDirectory = (t: TestContext): string => {
  const directory = mkdtempSync(join(tmpdir(), 'askfirst-collector-'));
  t.after(() => rmSync(directory, {recursive: true, force: true}));
  return directory;
};

export interface Harness {
  readonly url: string;
  readonly collector: Collector;
  readonly db: string;
  readonly lines: string[];
  events(): (Omit<StoredEvent, 'properties'> & {properties: Record<string, unknown>})[];
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** A real collector on a real port with a real file, stopped when the test ends. */
export const startCollector = async (
  t: TestContext,
  options: Partial<CollectorOptions> = {},
  guard: Guard = plainGuard,
): Promise<Harness> => {
  const db = join(temporaryDirectory(t), 'events.db');
  const lines: string[] = [];
  const rates = {eventsPerSecond: 0, requestsPerSecond: 0};
  // Starting a thread from source takes half a second, which the tests of durability spend and the others save.
  const openWriter: OpenWriter = (_, store) => createInlineWriter(store);
  const collector = createCollectorWith(guard, {db, port: 0, rates, writeLog: line => lines.push(line), ...options}, openWriter);
  const {url} = await collector.start();
  t.after(() => collector.stop());
  return {
    url,
    collector,
    db,
    lines,
    events: () =>
      collector.store.after(0, 100_000).map(row => ({...row, properties: JSON.parse(row.properties) as Record<string, unknown>})),
    post: (path, body, headers = {}) =>
      fetch(url + path, {
        method: 'POST',
        headers: {'Content-Type': 'application/json', ...headers},
        body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
      }),
  };
};

let count = 0;

/** A valid PostHog event with a uuid of its own. */
export const anEvent = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  api_key: 'phc_demo',
  uuid: `01930000-0000-7000-8000-${String(++count).padStart(12, '0')}`,
  event: 'message_sent',
  distinct_id: 'visitor-1',
  timestamp: new Date().toISOString(),
  properties: {chat_id: 'c1', message_length_chars: 12},
  ...fields,
});
