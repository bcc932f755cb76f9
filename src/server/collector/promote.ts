import type {PromotedColumns} from './collected-event.js';
import {limits} from './limits.js';
import {isMasked} from './find-masked.js';
import {withoutNul} from './without-nul.js';

/** Where each column is found: our own flat names first, then PostHog's. */
const sources: Readonly<Record<keyof PromotedColumns, readonly string[]>> = {
  anonymous_id: ['anonymous_id', '$anon_distinct_id', '$device_id'],
  session_id: ['session_id', '$session_id'],
  host: ['$host'],
  path: ['page_path', '$pathname'],
  referrer_domain: ['referrer_domain', '$referring_domain'],
  utm_source: ['utm_source'],
  utm_medium: ['utm_medium'],
  utm_campaign: ['utm_campaign'],
  browser: ['browser', '$browser'],
  browser_version: ['browser_version', '$browser_version'],
  os: ['os', '$os'],
  os_version: ['os_version', '$os_version'],
  device_type: ['device_type', '$device_type'],
  app_version: ['app_version', '$app_version'],
  environment: ['environment', '$environment'],
};
/** A masked id is nobody's. */
const ids = new Set<keyof PromotedColumns>(['anonymous_id', 'session_id']);
const columns = Object.entries(sources) as [keyof PromotedColumns, readonly string[]][];

const asText = (value: unknown): string | null => {
  if (typeof value === 'string') return value === '' || value === '$direct' ? null : withoutNul(value).slice(0, limits.columnLength);
  return typeof value === 'number' ? String(value) : null;
};

/** Picks the columns out of guarded properties; what is missing is null. The properties themselves stay whole. */
export const promote = (properties: Readonly<Record<string, unknown>>): PromotedColumns => {
  const promoted = {} as Record<keyof PromotedColumns, string | null>;
  for (const [column, names] of columns) {
    let text: string | null = null;
    for (let i = 0; text === null && i < names.length; i++) text = asText(properties[names[i]!]);
    promoted[column] = text !== null && ids.has(column) && isMasked(text) ? null : text;
  }
  return promoted;
};
