/** What the ending or beginning of a property's name says about its values. */
export type Kind = 'amount' | 'flag' | 'date' | 'id';

/** Added to every event by the library itself: what an application sets under these names would hide what was measured. */
export const automaticProperties: ReadonlySet<string> = new Set(
  (
    'session_started_at is_identified user_id device_type viewport_width viewport_height screen_width screen_height app_version environment ' +
    'timezone local_hour page_path page_title previous_path referrer_domain browser browser_version os os_version is_pwa'
  ).split(' '),
);

/** Whether an event is named `object_action`: at least two words in snake_case. */
export const isEventName = (name: string): boolean => /^[a-z][a-z0-9]*(_[a-z0-9]+)+$/.test(name);

/** Whether a property is named in snake_case. */
export const isPropertyName = (name: string): boolean => /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name);

/** `_count` and `_ms` are amounts, `has_` and `is_` flags, `_at` dates, `_id` ids; undefined where the name says nothing. */
export const kindOf = (property: string): Kind | undefined =>
  /^(has|is)_/.test(property)
    ? 'flag'
    : /_(count|ms)$/.test(property)
      ? 'amount'
      : property.endsWith('_at')
        ? 'date'
        : property.endsWith('_id')
          ? 'id'
          : undefined;

/** For each kind, what its values must be, as the rest of a sentence. */
export const kindRules: Readonly<Record<Kind, string>> = {
  amount: 'must be a number of at least 0',
  flag: 'must be true or false',
  date: 'must be an ISO 8601 date as text',
  id: 'must be text',
};
