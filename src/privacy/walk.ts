import {kindOf, wordsOf} from './keys.js';
import {maskText} from './mask-text.js';
import {defineProperty, exec, isArray, keys, listOf, parse, slice, stringify, tagOf} from './primordials.js';

/** Hears of every masked part: where it stood and its class, never the value. */
export type OnMask = (info: {readonly path: string; readonly class: string}) => void;

type Json = string | number | boolean | null | Json[] | {[key: string]: Json};
type Fields = Record<string, unknown>;

/** What the owner of the page declares about the words of keys and paths: 1 allows, 2 forbids. */
export type Rules = Readonly<Record<string, number>>;

/** Bounds: characters of one text, of all texts together, properties and elements altogether, and characters of a path. */
const mostText = 8_192;
const mostTextInAll = 200_000;
const mostNodes = 5_000;
const mostPath = 200;

/** `{name: 'email', value: 'jane@…'}` and `['email', 'jane@…']`: one value is the key of the other. */
const PAIR_NAME = /^(?:0|name|key|field|id)$/;
const PAIR_VALUE = /^(?:1|val)/;

/** Copies an event into fresh plain JSON, reading each property once and masking on the way. One walker serves one event. */
export const createWalker = (rules: Rules, onMask: OnMask | undefined) => {
  let nodes = mostNodes;
  let room = mostTextInAll;
  /** Whose the names in an event are that identifies a user. */
  let user = '';

  const masked = (kind: string, path: string): string => {
    try {
      onMask?.({path, class: kind});
    } catch {
      // A listener in trouble must not cost the event.
    }
    return `[${kind}]`;
  };

  const textOf = (value: string, kind: number, path: string): string => {
    let text = value;
    const limit = room < mostText ? room : mostText;
    // Half an address is still one: cut between words.
    if (text.length > limit) text = exec(/^(?:[^]*[\s,;&])?/, slice(text, 0, limit))![0] + '…';
    room -= text.length;
    if (kind < 0) return text;
    if (exec(/^\s*[[{]/, text)) {
      try {
        const inner: unknown = parse(text);
        const safe = stringify(copy(inner, kind, path));
        return safe === stringify(inner) ? text : safe;
      } catch {
        // Not JSON after all.
      }
    }
    return maskText(text, kind, found => masked(found, path));
  };

  const fieldsOf = (value: Fields, names: readonly string[], parent: number, path: string): Json => {
    const list = isArray(value);
    const out = (list ? [] : {}) as {[key: string]: Json};
    const values: unknown[] = [];
    let owner = user;
    let pair = '';
    for (let i = 0; i < names.length && nodes-- > 0; i++) {
      const name = names[i]!;
      const inner = (values[i] = value[name]);
      // A name beside an e-mail address, a telephone or a first name is a person's.
      if (exec(/mail|phon|nom|apel|imi|birth/i, name)) owner = 'user ';
      if (inner === 'identify') user = 'user ';
      if (!pair && names.length < 4 && exec(PAIR_NAME, name)) pair = inner as string;
    }
    for (let i = 0; i < values.length; i++) {
      const name = names[i]!;
      let key = list ? (i as unknown as string) : textOf(name, 0, path);
      // Masked alike, or inherited.
      if (key in out) key += ' ' + i;
      const inner = path ? path + '.' + key : key;
      const rule = rules[wordsOf(name)]! | rules[wordsOf(inner)]!;
      const kind =
        rule || (list && parent < 0)
          ? -1
          : (pair && exec(PAIR_VALUE, name) && kindOf(pair)) || (owner && kindOf(owner + name)) || kindOf(inner);
      const copied = rule > 1 ? masked('forbidden', inner) : copy(values[i], kind, inner);
      if (copied !== undefined || list) out[key] = copied ?? null;
    }
    // Old Prototype.js gives arrays a `toJSON` that ruins them: an own one of ours hides it.
    return out.toJSON ? defineProperty(out, 'toJSON', {value: undefined}) : out;
  };

  const copy = (value: unknown, kind: number, path: string): Json | undefined => {
    const type = typeof value;
    if (exec(/^(?:str|num|big)/, type)) {
      const text = textOf('' + (value as number), kind, path);
      // A number that stayed as it is stays a number; what is infinite or none is nothing.
      return type === 'number' && text === '' + (value as number) ? (exec(/\d/, text) ? (value as number) : null) : text;
    }
    if (!value || value === true) return value as true;
    if (type !== 'object' || path.length > mostPath || nodes < 0) return `[${type}]`;
    try {
      const tag = tagOf(value);
      const {toJSON} = value as {toJSON?: () => unknown};
      if (typeof toJSON === 'function' && !isArray(value) && toJSON !== ({} as Fields).toJSON)
        return copy((value as Date).toJSON(), kind, path + ' ');
      const fields = (exec(/ Map| Set/, tag) ? listOf(value as Set<unknown>) : value) as Fields;
      return exec(/ (?:Map|Set|Object|Array|Error)]/, tag)
        ? fieldsOf(fields, exec(/Error/, tag) ? ['name', 'message', 'stack', 'cause'] : keys(fields), kind, path)
        : tag;
    } catch {
      // A revoked proxy, a getter in trouble: nothing of it is known, so nothing of it goes.
      return '[unreadable]';
    }
  };

  return copy;
};
