import {uuidv7} from '../../src/lib/uuid.js';

const text = (start: string, n: number) => `${start}${n % 40}`;

/** An event as the widget sends it to a PostHog: a new uuid each time, some thirty paths, two hundred visitors. */
export const makeEvent = (n: number): Record<string, unknown> => ({
  uuid: uuidv7(Date.now()),
  event: ['message_sent', '$pageview', 'chat_opened', 'search_used'][n % 4],
  distinct_id: `018f3c2e-7b1a-7c3d-9e4f-${String(n % 200).padStart(12, '0')}`,
  timestamp: new Date().toISOString(),
  properties: {
    $session_id: `018f3c2e-7b1a-7c3d-9e50-${String(n % 300).padStart(12, '0')}`,
    chat_id: uuidv7(Date.now()),
    agent_id: text('agent_', n),
    message_length_chars: n % 977,
    has_attachments: n % 3 === 0,
    $browser: 'Chrome',
    $browser_version: 141,
    $os: 'Linux',
    $device_type: 'Desktop',
    $pathname: text('/chat/', n),
    $host: 'chat.example',
    $current_url: `https://chat.example${text('/chat/', n)}`,
    app_version: '1.5.0',
    environment: 'production',
    $lib: 'askfirst',
    $lib_version: '0.1.0',
  },
});

/** The body of one `/batch/` request. */
export const makeBatch = (size: number): string =>
  JSON.stringify({
    api_key: 'phc_demo',
    sent_at: new Date().toISOString(),
    batch: Array.from({length: size}, (_, i) => makeEvent(Math.floor(Math.random() * 1e6) + i)),
  });
