import assert from 'node:assert/strict';
import express from 'express';
import {createServer} from 'node:http';
import {after, describe, it} from 'node:test';
import {PostHog} from 'posthog-node';
import {formatConsentCookie} from '../../../../src/lib/consent-cookie.js';
import {analyticsErrors, analyticsMiddleware} from '../../../../src/server/middleware/hosts/express.js';
import {createAnalyticsMiddleware, posthogNode, type ProviderChoice} from '../../../../src/server/middleware/index.js';
import {openCaptureServer} from './capture-server.js';
import {listen} from './hosts/application.js';

const person = '0198f3c2-7b1a-7c3d-9e4f-1234567890ab';
const session = '0198f3c2-7b1a-7c3d-9e4f-1234567890ac';
const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const headers = {
  'x-posthog-distinct-id': person,
  'x-posthog-session-id': session,
  'x-posthog-window-id': '0198f3c2-7b1a-7c3d-9e4f-1234567890ad',
  'user-agent': 'Mozilla/5.0 (Zorgon OS 17) Firefox/144.0 wombat',
  cookie: 'sessionid=quokka; theme=dark',
  'x-forwarded-for': '203.0.113.77',
  referer: 'https://shop.example/cart?mail=jane.doe@example.com',
  traceparent: `00-${trace}-00f067aa0ba902b7-01`,
  authorization: 'Bearer marmoset',
};
/** What nobody may find anywhere: ids, address, cookies, user agent, path and query, what was thrown. */
const secrets = [
  person,
  session,
  '890ad',
  'Mozilla',
  'Firefox',
  'Zorgon',
  'wombat',
  'quokka',
  'theme',
  '203.0.113.77',
  '127.0.0.1',
  'jane',
  'cart',
  trace,
  '00f067aa0ba902b7',
  'marmoset',
  'c_81723',
  'numbat',
  'axolotl',
];

const cookieOf = (granted: string[], denied: string[]) =>
  `${headers.cookie}; askfirst_consent=${formatConsentCookie({time: Date.now() - 1000, version: '1.0', granted, denied})!}`;

const withoutConsent: Readonly<Record<string, Record<string, string>>> = {
  'nothing said': {},
  'a refusal': {cookie: cookieOf([], ['analytics', 'marketing'])},
  'a refusal that a header contradicts': {
    cookie: cookieOf([], ['analytics']),
    'x-analytics-consent': 'true',
    'sec-fetch-site': 'same-origin',
  },
  'Global Privacy Control': {cookie: cookieOf(['analytics'], []), 'sec-gpc': '1'},
  "another site's word": {'x-analytics-consent': 'true', 'sec-fetch-site': 'cross-site', origin: 'https://evil.example'},
  'nobody to vouch for the header': {'x-analytics-consent': 'true'},
  'a broken cookie': {cookie: 'askfirst_consent={"analytics":true}'},
};

const providers: Readonly<Record<string, (url: string) => ProviderChoice>> = {
  posthog: apiHost => ({name: 'posthog', apiKey: 'phc_demo', apiHost}),
  http: apiHost => ({name: 'http', apiHost}),
  'posthog-node': host =>
    posthogNode(new PostHog('phc_demo', {host, flushAt: 1, flushInterval: 10, fetchRetryCount: 0, disableCompression: true})),
};

for (const [name, provider] of Object.entries(providers))
  describe(`what leaves the server through ${name}`, async () => {
    const sink = await openCaptureServer();
    after(() => sink.close());
    const printed: string[] = [];
    const run = async (sent: Record<string, string>) => {
      const analytics = createAnalyticsMiddleware({
        provider: provider(sink.url),
        environment: 'test',
        limits: {batchMs: 5},
        onProblem: problem => printed.push(JSON.stringify(problem)),
        enrich: ({ip}) => ({address: ip(), note: 'numbat'}),
        identify: () => undefined,
      });
      const app = express();
      app.use(analyticsMiddleware(analytics));
      app.get('/chats/:id', (_request, response) => {
        analytics.track('chat_opened', {note: 'axolotl'});
        analytics.captureError(new Error('axolotl'));
        response.json({consent: analytics.visitor().consent});
      });
      app.get('/boom/:id', () => {
        throw new Error('axolotl for jane.doe@example.com');
      });
      app.use(analyticsErrors());
      app.use((_error: unknown, _request: unknown, response: express.Response, _next: unknown) => void response.status(500).end());
      const {port, close} = await listen(createServer(app));
      for (const path of ['/chats/c_81723?mail=jane.doe@example.com', '/boom/c_81723', '/jane/c_81723'])
        await fetch(`http://127.0.0.1:${port}${path}`, {headers: {...headers, ...sent}}).then(response => response.text());
      await close();
      const counters = analytics.metrics.prometheus() + JSON.stringify(analytics.metrics.otlp()) + JSON.stringify(analytics.stats());
      await analytics.shutdown();
      return {counters, stats: analytics.stats()};
    };

    for (const [what, sent] of Object.entries(withoutConsent))
      it(`is nothing with ${what}; the counters know nobody`, async () => {
        const {counters, stats} = await run(sent);
        assert.equal(sink.requests.length, 0);
        for (const secret of secrets) assert.ok(!(counters + printed.join()).includes(secret), `${secret} is in the counters`);
        assert.match(counters, /http_request_method="GET",http_route="\/chats\/:id",http_response_status_class="2xx"/);
        assert.match(counters, /http_server_request_errors_total\{.*error_type="Error",error_category="server_error"\} 1/);
        assert.match(counters, /"http\.server\.request\.duration"/);
        assert.equal(stats.tracked, 0);
        // Three requests, an event and an error.
        assert.equal(stats.skipped['consent'], 5);
      });

    it('is, with consent, the id and no more of the visitor than was asked for', async () => {
      await run({cookie: cookieOf(['analytics'], ['marketing'])});
      const everything = sink.everything();
      for (const known of [person, session, trace, 'numbat', 'Firefox', '/chats/:id', 'chat_opened', '$exception'])
        assert.ok(everything.includes(known), known);
      // The heads of the requests name the sink's own address.
      const bodies = sink.requests.map(({text}) => text).join();
      const allowed = [person, session, trace, 'Firefox', 'numbat', 'axolotl'];
      for (const secret of secrets.filter(each => !allowed.includes(each))) assert.ok(!bodies.includes(secret), `${secret} was sent`);
    });
  });
