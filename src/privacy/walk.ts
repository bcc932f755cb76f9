import {kindOf} from './keys.js';
import {maskText, type Harmless} from './mask-text.js';
import {ALLOWED, FORBIDDEN, type Place, type Places} from './places.js';
import {defineProperty, exec, isArray, keys, listOf, parse, slice, stringify, tagOf} from './primordials.js';

/** Hears of every masked part: where it stood and its class, never the value. */
export type OnMask = (info: {readonly path: string; readonly class: string}) => void;

type Json = string | number | boolean | null | Json[] | {[key: string]: Json};
type Fields = Record<string, unknown>;

/** Bounds: characters of one text, of all texts together, properties and elements altogether, and characters of a path. */
const mostText = 8_192;
const mostTextInAll = 200_000;
const mostNodes = 5_000;
const mostPath = 200;

/** Copies an event into fresh plain JSON, reading each property once and masking on the way. One walker serves one event. */
export const createWalker = ({root, inside}: Places, onMask: OnMask | undefined, harmless: Harmless | undefined) => {
  let nodes = mostNodes;
  let room = mostTextInAll;
  /** Whether the names in an event are a person's, as it identifies a user. */
  let identifies = false;

  const masked = (kind: string, path: string): string => {
    try {
      onMask?.({path, class: kind});
    } catch {
      // A listener in trouble must not cost the event.
    }
    return `[${kind}]`;
  };

  const textOf = (value: string, kind: number, place: Place): string => {
    let text = value;
    const limit = room < mostText ? room : mostText;
    // Half an address is still one: cut between words.
    if (text.length > limit) text = exec(/^(?:[^]*[\s,;&])?/, slice(text, 0, limit))![0] + '…';
    room -= text.length;
    if (kind === ALLOWED) return text;
    if (exec(/^\s*[[{]/, text)) {
      try {
        const json: unknown = parse(text);
        const safe = stringify(copy(json, kind, place));
        return safe === stringify(json) ? text : safe;
      } catch {
        // Not JSON after all.
      }
    }
    return maskText(text, kind, found => masked(found, place.path), harmless);
  };

  const fieldsOf = (value: Fields, names: readonly string[], parent: number, place: Place): Json => {
    const list = isArray(value);
    const out = (list ? [] : {}) as {[key: string]: Json};
    const places: Place[] = [];
    const values: unknown[] = [];
    let ofPerson = identifies;
    let pair = '';
    for (let i = 0; i < names.length && nodes-- > 0; i++) {
      const name = names[i]!;
      const field = (places[i] = inside(place, list ? '' + i : name, text => textOf(text, 0, place)));
      const inner = (values[i] = value[name]);
      if (field.tellsPerson) ofPerson = true;
      if (inner === 'identify') identifies = ofPerson = true;
      if (!pair && names.length < 4 && field.isName) pair = inner as string;
    }
    for (let i = 0; i < places.length; i++) {
      const field = places[i]!;
      let {key} = field;
      // Masked alike, or inherited.
      if (key in out) key += ' ' + i;
      const own = field.kind;
      const judged =
        own < 0
          ? own
          : (pair && field.isValue && kindOf(pair)) ||
            (ofPerson && !list && (field.ofPerson ??= kindOf('user ' + field.key))) ||
            // An element is what its list is.
            (list ? parent : own);
      const copied = judged === FORBIDDEN ? masked('forbidden', field.path) : copy(values[i], judged, field);
      if (copied !== undefined || list) out[key] = copied ?? null;
    }
    // Old Prototype.js gives arrays a `toJSON` that ruins them: an own one of ours hides it.
    return out.toJSON ? defineProperty(out, 'toJSON', {value: undefined}) : out;
  };

  const copy = (value: unknown, kind: number, place: Place): Json | undefined => {
    const type = typeof value;
    if (type === 'string') return textOf(value as string, kind, place);
    if (type === 'number' || type === 'bigint') {
      const text = textOf('' + (value as number), kind, place);
      // A number that stayed as it is stays a number; what is infinite or none is nothing.
      return type === 'number' && text === '' + (value as number) ? (exec(/\d/, text) ? (value as number) : null) : text;
    }
    if (!value || value === true) return value as true;
    if (type !== 'object' || place.path.length > mostPath || nodes < 0) return `[${type}]`;
    try {
      const tag = tagOf(value);
      const {toJSON} = value as {toJSON?: () => unknown};
      if (typeof toJSON === 'function' && !isArray(value) && toJSON !== ({} as Fields).toJSON)
        return copy((value as Date).toJSON(), kind, {...place, path: place.path + ' '});
      const fields = (exec(/ Map| Set/, tag) ? listOf(value as Set<unknown>) : value) as Fields;
      return exec(/ (?:Map|Set|Object|Array|Error)]/, tag)
        ? fieldsOf(fields, exec(/Error/, tag) ? ['name', 'message', 'stack', 'cause'] : keys(fields), kind, place)
        : tag;
    } catch {
      // A revoked proxy, a getter in trouble: nothing of it is known, so nothing of it goes.
      return '[unreadable]';
    }
  };

  return (event: unknown) => copy(event, 0, root());
};
