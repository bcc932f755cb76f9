/** The decision as the consent cookie tells it. Pure: the page and servers read it alike. */
export interface ConsentCookie {
  /** Epoch milliseconds of the decision. */
  readonly time: number;
  /** The policy version that it was made for. */
  readonly version: string;
  readonly granted: readonly string[];
  readonly denied: readonly string[];
}

/** Longer ones are neither written nor read. */
const longest = 1024;
/** A grant dated further ahead (ms) does not count: on one machine no clock runs ahead of itself, and it would outlive later decisions. */
const aheadMs = 60_000;
const id = '[a-z][a-z0-9_-]{0,31}';
const ids = `((?:${id}(?:\\.${id})*)?)`;
const shape = new RegExp(`^1~(\\d{13})~([\\w.!%-]{1,192})~${ids}~${ids}$`);

const list = (text: string | undefined): string[] => (text ? text.split('.') : []);

/** The cookie's value, or undefined when it would be too long. */
export const formatConsentCookie = ({time, version, granted, denied}: ConsentCookie): string | undefined => {
  const policy = encodeURIComponent(version).replace(/[~*'()]/g, sign => `%${sign.charCodeAt(0).toString(16)}`);
  const text = `1~${time}~${policy}~${granted.join('.')}~${denied.join('.')}`;
  return shape.test(text) && text.length <= longest ? text : undefined;
};

/** Reads one value. Whatever is not exactly of this format is undefined; a category named on both sides is denied. */
export const parseConsentCookie = (text: string, now: number): ConsentCookie | undefined => {
  const match = text.length <= longest && shape.exec(text);
  if (!match) return undefined;
  try {
    const time = Number(match[1]);
    const denied = list(match[4]);
    const granted = list(match[3]).filter(id => !denied.includes(id) && time <= now + aheadMs);
    return {time, version: decodeURIComponent(match[2]!), granted, denied};
  } catch {
    return undefined; // a broken escape
  }
};

/**
 * Finds the decision in `document.cookie` or a `Cookie` header. Of several cookies of the name that are not the same only refusals
 * count, the newest: nobody can tell which of them the site has set, so a doubled cookie never grants.
 */
export const readConsentCookie = (header: string, name: string, now: number): ConsentCookie | undefined => {
  const start = `${name}=`;
  const values: string[] = [];
  // Looked for, not split: servers do this for every request.
  for (let at = header.indexOf(start); at >= 0; at = header.indexOf(start, at + 1)) {
    const end = header.indexOf(';', at);
    let from = at;
    while (header[from - 1] === ' ') from--;
    // The name may also end that of another cookie, or stand in its value.
    if (at === 0 || header[from - 1] === ';') values.push(header.slice(at + start.length, end < 0 ? undefined : end));
  }
  const isOne = values.every(value => value === values[0]);
  let newest: ConsentCookie | undefined;
  for (const value of values) {
    let found = parseConsentCookie(value, now);
    if (found && !isOne) found = {...found, granted: []};
    if (found && found.granted.length + found.denied.length && found.time > (newest?.time ?? 0)) newest = found;
  }
  return newest;
};
