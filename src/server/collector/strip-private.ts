import {isObject} from './parse-json.js';

/** Names under which SDKs send an IP address or a full user agent. */
const privateName =
  /^\$?(initial_)?(ua|uadata|cip|ip|ip_?address|remote_?addr|x[-_]forwarded[-_]for|client_?ip|((http|browser|raw|\w+_raw)[._]?)?user[-_ ]?agent([._]?(original|full|raw|string))?)$/i;
const unsafeName = /^(__proto__|constructor|prototype)$/;
/** A product with a version and then the device in brackets, also with its spaces written as `+` or its signs as escapes. */
const userAgent = /\b(Mozilla|Opera|Dalvik|AppleWebKit|UCWEB)(\/|%2F)\d+\.\d+[\d.]*( |\+|%20)*(\(|%28)/i;

/** What a name is: judged once, as the same names come with every event. Only what looks like a name is remembered. */
type Judgement = 'kept' | 'private' | 'unsafe';
const judged = new Map<string, Judgement>();
const mostJudged = 2_000;
const plainName = /^[\w$.-]{1,60}$/;

const judge = (name: string): Judgement => {
  const known = judged.get(name);
  if (known) return known;
  const judgement = unsafeName.test(name) ? 'unsafe' : privateName.test(name) ? 'private' : 'kept';
  if (!plainName.test(name)) return judgement;
  if (judged.size >= mostJudged) judged.clear();
  judged.set(name, judgement);
  return judgement;
};

/**
 * Takes IP addresses and full user agents out by name and by shape, at any depth, and names that poison prototypes.
 * The browser family and version that SDKs send beside them stay. `onDrop` hears the name of each that was taken out.
 * What needs no change is given back as it is, not copied.
 */
export const stripPrivate = (value: unknown, onDrop?: (name: string) => void, at = ''): unknown => {
  if (typeof value === 'string') {
    if (value.length <= 11 || !userAgent.test(value)) return value;
    onDrop?.(at);
    return '';
  }
  if (Array.isArray(value)) {
    const kept = value.map((inner: unknown) => stripPrivate(inner, onDrop, at));
    return kept.every((inner, index) => inner === value[index]) ? value : kept;
  }
  return isObject(value) ? stripFields(value, onDrop) : value;
};

const stripFields = (value: Record<string, unknown>, onDrop?: (name: string) => void): Record<string, unknown> => {
  const names = Object.keys(value);
  let kept: Record<string, unknown> | undefined;
  for (const [index, name] of names.entries()) {
    const judgement = judge(name);
    if (judgement === 'private') onDrop?.(name);
    const inner = judgement === 'kept' ? stripPrivate(value[name], onDrop, name) : undefined;
    if (!kept && (judgement !== 'kept' || inner !== value[name]))
      kept = Object.fromEntries(names.slice(0, index).map(earlier => [earlier, value[earlier]]));
    if (kept && judgement === 'kept') kept[name] = inner;
  }
  return kept ?? value;
};
