import assert from 'node:assert/strict';
import test from 'node:test';
import {isBot, readUserAgent} from '../../../../src/server/collector/user-agent.js';

const apple = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const blink = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0';
const agents: [string, string | undefined, string | undefined, string | undefined, string][] = [
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${blink} Safari/537.36`, 'Chrome', '141', 'Windows', 'desktop'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${blink} Safari/537.36 Edg/141.0.0.0`, 'Edge', '141', 'Windows', 'desktop'],
  [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${blink} Safari/537.36 OPR/120.0.0.0`, 'Opera', '120', 'ChromeOS', 'desktop'],
  [`Mozilla/5.0 (Linux; Android 15; K) ${blink} Mobile Safari/537.36`, 'Chrome', '141', 'Android', 'mobile'],
  [`Mozilla/5.0 (Linux; Android 15; K) ${blink} SamsungBrowser/28.0 Safari/537.36`, 'Samsung Internet', '28', 'Android', 'tablet'],
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${apple} Version/18.5 Mobile/15E148 Safari/604.1`,
    'Safari',
    '18',
    'iOS',
    'mobile',
  ],
  [`Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) ${apple} CriOS/141.0 Mobile/15E148 Safari/604.1`, 'Chrome', '141', 'iOS', 'tablet'],
  [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${apple} Version/18.5 Safari/605.1.15`, 'Safari', '18', 'macOS', 'desktop'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', '140', 'Linux', 'desktop'],
  ['', undefined, undefined, undefined, 'desktop'],
  ['x'.repeat(100_000), undefined, undefined, undefined, 'desktop'],
];
for (const [agent, browser, version, os, device] of agents) {
  test(`reads ${browser ?? 'nothing'} on ${os ?? 'nothing'}, and keeps no more`, () => {
    const family = readUserAgent(agent);
    assert.deepEqual([family.browser, family.browser_version, family.os, family.device_type], [browser, version, os, device]);
    assert.equal(isBot(agent), false);
  });
}

test('knows who says that nobody is looking', () => {
  for (const agent of ['Googlebot/2.1 (+http://www.google.com/bot.html)', 'HeadlessChrome/141', 'curl/8.5', 'generic crawler'])
    assert.equal(isBot(agent), true, agent);
});
