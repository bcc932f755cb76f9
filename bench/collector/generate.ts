import type {EventRow} from '../../src/server/collector/collected-event.js';

const names = ['page_view', 'message_sent', 'message_received', 'chat_started', 'chat_closed', 'agent_selected', 'file_attached', 'search'];
const browsers = ['Chrome', 'Firefox', 'Safari', 'Edge'];
const systems = ['Windows', 'macOS', 'Linux', 'Android', 'iOS'];
const dayMs = 86_400_000;

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
const createRandom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

/** Events of `days` days until `end`: 20,000 visitors, 40 event names (few frequent), 300 pages; one in fifty arrives days late. */
export const generateEvents = function* (count: number, days: number, end: number): Generator<EventRow> {
  const random = createRandom(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() ** 2 * list.length)]!;
  const events = [...names, ...Array.from({length: 32}, (_, at) => `feature_${at}`)];
  const pages = Array.from({length: 300}, (_, at) => `/docs/section-${at % 12}/page-${at}`);
  for (let index = 0; index < count; index++) {
    const arrived = end - (1 - index / count) * days * dayMs;
    const time = Math.round(random() < 0.02 ? arrived - random() * 5 * dayMs : arrived);
    const visitor = `018f0000-0000-7000-8000-${String(Math.floor(random() ** 1.5 * 20_000)).padStart(12, '0')}`;
    const page = pick(pages);
    const masked = random() < 0.01;
    yield {
      project: random() < 0.9 ? 'phc_demo' : 'shop.example',
      uuid: `018f0000-0000-7000-9000-${String(index).padStart(12, '0')}`,
      source: 'posthog',
      event: pick(events),
      time,
      received_at: Math.round(arrived),
      distinct_id: visitor,
      anonymous_id: visitor,
      session_id: `018f1111-${visitor.slice(9)}`,
      host: 'www.example.org',
      path: page,
      referrer_domain: random() < 0.3 ? pick(['search.example', 'news.example', 'forum.example']) : null,
      utm_source: random() < 0.1 ? pick(['newsletter', 'fair', 'partner']) : null,
      utm_medium: null,
      utm_campaign: null,
      browser: pick(browsers),
      browser_version: '130',
      os: pick(systems),
      os_version: '15',
      device_type: pick(['desktop', 'mobile', 'tablet']),
      app_version: '1.5.0',
      environment: 'production',
      properties: JSON.stringify({
        chat_id: `c${index % 5000}`,
        page_title: masked ? 'Mail of [email]' : 'A page',
        viewport_width: 1280,
        step: index % 9,
      }),
    };
  }
};
