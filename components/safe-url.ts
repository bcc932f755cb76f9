/**
 * Absolute http(s) with a host, mailto, or a relative reference: one that has no scheme and does not name another host (`//evil.example`).
 * No control characters, blanks or backslashes anywhere: the URL parser drops or turns them, so `java\tscript:` would come back to life.
 */
const safe = /^(?=[^\0-\x20\x7f\\]+$)(?:https?:\/\/[^/]|mailto:[^/]|(?![a-z][a-z\d+.-]*:|\/\/))/i;

/** A link target from markup, if it is an http(s), mailto or relative URL; otherwise undefined, and there should be no link. */
export const safeUrl = (value: unknown): string | undefined => {
  const url = typeof value === 'string' ? value.trim() : '';
  return safe.test(url) ? url : undefined;
};
