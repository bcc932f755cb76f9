import {classOf, fits} from './keyed-values.js';
import {isOrganisation, kindOf, kindWithin, ownerWithin, type Kind} from './keys.js';
import {maskText} from './mask-text.js';
import {call, defineProperty, getPrototypeOf, isArray, keys, listOf, parse, slice, stringify, swap, tagOf, test} from './primordials.js';

type Json = string | number | boolean | null | Json[] | {[key: string]: Json};

/** What the owner of the page declares about a key, and who hears of masked parts. */
export interface Rules {
  readonly declared: (key: string, path: string) => 'allow' | 'forbid' | undefined;
  readonly onMask: (kind: string, path: string) => void;
}

/** Bounds: characters of one text, of one key, of all texts together, properties and elements altogether, and levels. */
const TEXT = 8_192;
const KEY = 512;
const ALL_TEXT = 200_000;
const NODES = 5_000;
const DEPTH = 20;

/** A declared value: copied, not masked. */
const ALLOWED = 'allow';
const BROKEN = /[\ud800-\udfff\0]/gu;
const PAIR_NAME = /^(?:name|key|field|property|label|id)$/;
const PAIR_VALUE = /^(?:value|val|v|content|text|answer)$/;
const PLACE = /(?:coord|location|position|geo|point|center|latlng|lnglat)\w*$/i;
const ERROR_FIELDS = ['name', 'message', 'stack', 'cause'];

/** Copies an event into fresh plain JSON, reading each property once and masking on the way. One walker serves one event. */
export const createWalker = ({declared, onMask}: Rules) => {
  let nodes = 0;
  let room = ALL_TEXT;
  let masks = 0;
  const open: object[] = [];

  const masked = (kind: string, path: string): string => {
    masks++;
    onMask(kind, path);
    return `[${kind}]`;
  };

  const textOf = (value: string, kind: Kind, owner: string, path: string, depth: number, longest = TEXT): string => {
    let text = value;
    const limit = room < longest ? room : longest;
    if (text.length > limit) {
      // Half an address is still one: cut between words.
      let end = limit;
      while (end > 0 && end > limit - 300 && !test(/[\s,;&]/, text[end - 1]!)) end--;
      text = slice(text, 0, end) + '…';
    }
    room -= text.length;
    if (kind === ALLOWED) return text;
    if (test(/^\s*[[{][^]*[\]}]\s*$/, text)) {
      const before = masks;
      let inner: unknown;
      try {
        inner = copy(parse(text), kind, owner, path, depth + 1);
      } catch {
        // Not JSON after all.
      }
      if (inner !== undefined) return masks === before ? text : stringify(inner);
    }
    return swap(
      maskText(text, kind, found => masked(found, path)),
      BROKEN,
      () => '\ufffd',
    );
  };

  const numberOf = (value: number, kind: Kind, path: string): Json => {
    if (value - value !== 0) return null;
    const worth = kind === 'position' ? /\.\d\d/ : kind === 'phone' ? /^\d{6}/ : kind === 'card' ? /^\d{3}/ : /^\d{4}/;
    return kind && !test(/^(?:e?mail|ip|name|bare)/, kind) && test(worth, '' + value) && fits(kind, '' + value)
      ? masked(classOf(kind), path)
      : value;
  };

  /** Old Prototype.js gives arrays a `toJSON` that ruins them: an own one of ours hides it. */
  const sealed = <T extends object>(out: T): T =>
    typeof (out as {toJSON?: unknown}).toJSON === 'function' ? defineProperty(out, 'toJSON', {value: undefined}) : out;

  const arrayOf = (value: readonly unknown[], kind: Kind, owner: string, path: string, depth: number): Json => {
    const out: Json[] = [];
    const {length} = value;
    let inner = kind;
    for (let i = 0; i < length && nodes++ <= NODES; i++) {
      // ['email', 'jane@…']: the first element is the key of the second.
      if (i === 1 && length === 2 && typeof out[0] === 'string') inner = kindOf(out[0]) || kind;
      out[i] = copy(value[i], inner, owner, path + '.' + i, depth + 1) ?? null;
    }
    const x = out[0];
    const y = out[1];
    if (
      length < 4 &&
      test(PLACE, path) &&
      typeof x === 'number' &&
      typeof y === 'number' &&
      x * x <= 32_400 &&
      y * y <= 32_400 &&
      test(/\.\d{3}/, x + ' ' + y)
    ) {
      out[0] = out[1] = masked('position', path);
    }
    return sealed(out);
  };

  const objectOf = (names: readonly string[], read: (i: number) => unknown, owner: string, path: string, depth: number): Json => {
    const out: {[key: string]: Json} = {};
    const values: unknown[] = [];
    let mine = owner;
    let pair = '';
    for (let i = 0; i < names.length && nodes++ <= NODES; i++) {
      const kind = kindWithin(owner, names[i]!);
      // A name that stands beside an e-mail address is a person's.
      if ((kind === 'email' || kind === 'birthdate' || kind === 'name') && !isOrganisation(owner)) mine = 'user';
      try {
        values[i] = read(i);
      } catch {
        // A getter in trouble tells nothing.
        values[i] = '[unreadable]';
      }
      const value = values[i];
      if (typeof value !== 'string') continue;
      if (!depth && names[i] === 'type' && value === 'identify') owner = mine = 'user';
      if (!pair && names.length < 6 && test(PAIR_NAME, names[i]!)) pair = value;
    }
    const pairKind = kindOf(pair);
    for (let i = 0; i < values.length; i++) {
      const name = names[i]!;
      let kind = kindWithin(owner, name);
      if (kind === 'bare' || kind === 'name?') kind = kindWithin(mine, name);
      if (pairKind) kind = test(PAIR_VALUE, name) ? pairKind : values[i] === pair ? '' : kind;
      let safe = textOf(name, '', '', path, depth, KEY);
      if (safe === '__proto__' || (safe !== name && safe in out)) safe += ' ' + i;
      const inner = path ? path + '.' + safe : safe;
      const rule = declared(name, inner);
      const copied =
        rule === 'forbid' ? masked('forbidden', inner) : copy(values[i], rule ?? kind, ownerWithin(owner, name), inner, depth + 1);
      if (copied !== undefined) out[safe] = copied;
    }
    return sealed(out);
  };

  const from = (value: object, kind: Kind, owner: string, path: string, depth: number): Json | undefined => {
    if (isArray(value)) return arrayOf(value, kind, owner, path, depth);
    if (typeof (value as Node).nodeType === 'number') return '[node]';
    const tag = slice(tagOf(value), 8, -1);
    if (tag === 'Set') return arrayOf(listOf(value as Set<unknown>), kind, owner, path, depth);
    if (tag === 'Map') {
      const pairs = listOf(value as Map<unknown, unknown>);
      const names: string[] = [];
      for (let i = 0; i < pairs.length; i++) {
        const key = pairs[i]![0];
        names[i] = typeof key === 'object' || typeof key === 'function' ? '[key]' : String(key);
      }
      return objectOf(names, i => pairs[i]![1], owner, path, depth);
    }
    if (tag === 'Date') return (value as Date).toISOString();
    if (tag === 'URL') return textOf((value as URL).href, kind, owner, path, depth);
    const read = (names: readonly string[]) => objectOf(names, i => (value as Record<string, unknown>)[names[i]!], owner, path, depth);
    if (tag === 'Error') return read(ERROR_FIELDS);
    if (tag !== 'Object') return '[object]';
    const prototype = getPrototypeOf(value) as object | null;
    const toJson = prototype && getPrototypeOf(prototype) && (value as {toJSON?: unknown}).toJSON;
    return typeof toJson === 'function' ? copy(call(toJson, value), kind, owner, path, depth + 1) : read(keys(value));
  };

  const copy = (value: unknown, kind: Kind, owner: string, path: string, depth: number): Json | undefined => {
    if (typeof value === 'string') return textOf(value, kind, owner, path, depth);
    if (typeof value === 'number') return numberOf(value, kind, path);
    if (value === null || typeof value === 'boolean' || value === undefined) return value;
    if (typeof value === 'bigint') return textOf('' + value, kind, owner, path, depth);
    if (typeof value !== 'object') return `[${typeof value}]`;
    if (depth > DEPTH || nodes > NODES) return '[cut]';
    for (let i = 0; i < open.length; i++) if (open[i] === value) return '[circular]';
    open[open.length] = value;
    try {
      return from(value, kind, owner, path, depth);
    } catch {
      // A revoked proxy, an invalid date: nothing of it is known, so nothing of it goes.
      return '[unreadable]';
    } finally {
      open.length--;
    }
  };

  return copy;
};
