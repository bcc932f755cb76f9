const longestMs = 3_600_000;

/**
 * A `Retry-After` header (RFC 9110 §10.2.3: seconds or an HTTP date) in ms from now, at most one hour; undefined for garbage.
 * @param now Epoch milliseconds.
 */
export const parseRetryAfter = (header: string | null, now: number): number | undefined => {
  const text = header?.trim() ?? '';
  // `Date.parse` takes nearly anything for a date (`-1` is the year 2001), so a date must begin with its weekday.
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : /^[a-z]{3,9},? /i.test(text) ? Date.parse(text) - now : NaN;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), longestMs);
};
