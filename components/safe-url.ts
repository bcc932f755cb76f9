// No control characters, blanks or backslashes anywhere: the URL parser drops or turns them, so `java\tscript:` would come back to life.
const plain = /^[^\0-\x20\x7f\\]+$/;
const absolute = /^(?:https?:\/\/[^/]|mailto:[^/])/i;
// A relative reference has no scheme and does not name another host (`//evil.example`).
const schemeOrHost = /^(?:[a-z][a-z\d+.-]*:|\/\/)/i;

/** A link target from markup, if it is an http(s), mailto or relative URL; otherwise undefined, and there should be no link. */
export const safeUrl = (value: unknown): string | undefined => {
  const url = typeof value === 'string' ? value.trim() : '';
  return plain.test(url) && (absolute.test(url) || !schemeOrHost.test(url)) ? url : undefined;
};
