import {uuidv7} from '../lib/uuid.js';
import type {EventRecord, EventType} from '../types.js';

const freeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) for (const member of Object.values(Object.freeze(value))) freeze(member);
  return value;
};

const names = {track: 'message_sent', page: 'page_viewed', identify: 'identify'} as const;

/** A record as the queue hands it over, frozen through and through. `changes` replaces fields; `pad` adds a property of so many characters. */
export const sampleRecord = (type: EventType = 'track', changes: Partial<EventRecord> = {}, pad = 0): EventRecord => {
  const now = Date.now();
  const anonymousId = '01890000-0000-7000-8000-00000000000a';
  const userId = type === 'identify' ? 'user-pseudonym-1' : null;
  const enriched = {
    session_started_at: new Date(now - 60_000).toISOString(),
    is_identified: false,
    device_type: 'desktop',
    viewport_width: 1280,
    viewport_height: 720,
    screen_width: 1920,
    screen_height: 1080,
    app_version: '1.5.0',
    environment: 'test',
    timezone: 'Europe/Berlin',
    local_hour: 14,
    page_path: '/chat',
    page_title: 'Chat',
    previous_path: '/',
    referrer_domain: 'news.example',
    browser: 'Firefox',
    browser_version: '153',
    os: 'Linux',
    is_pwa: false,
  };
  return freeze({
    uuid: uuidv7(now),
    type,
    event: names[type],
    properties: {
      ...(type === 'identify' ? {created_at: '2026-01-01'} : enriched),
      ...(type === 'track' && {agent_id: 'a1', message_length_chars: 12, has_attachments: false}),
      ...(type === 'page' && {page_name: 'chat'}),
      ...(pad && {pad: 'x'.repeat(pad)}),
    },
    timestamp: new Date(now).toISOString(),
    distinct_id: userId ?? anonymousId,
    anonymous_id: anonymousId,
    user_id: userId,
    session_id: '01890000-0000-7000-8000-00000000000b',
    category: 'analytics',
    epoch: now - 120_000,
    ...changes,
  });
};
