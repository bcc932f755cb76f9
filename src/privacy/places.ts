import {kindOf, wordsOf} from './keys.js';
import {exec} from './primordials.js';

/** What the owner of the page declares about the words of keys and paths: the kind that they are, however they read. */
export type Rules = Readonly<Record<string, number>>;

/** Kinds that no key has by its words: harmless, so its value passes as it is; forbidden, so nothing of it does. */
export const ALLOWED = -1;
export const FORBIDDEN = -2;

/** A key where it stands, and what it says: judged once, as the same keys come with every event. */
export interface Place {
  /** As it is called in the result. */
  readonly key: string;
  readonly path: string;
  readonly kind: number;
  /** The same if it is a person that the key belongs to. */
  readonly ofPerson: number;
  /** Who has this has a name: a name beside it is a person's. */
  readonly tellsPerson: boolean;
  /** `{name: 'email', value: 'jane@…'}` and `['email', 'jane@…']`: the value of one is the key of the other. */
  readonly isName: boolean;
  readonly isValue: boolean;
  /** The places inside, by key; of no prototype that a page can reach. */
  readonly inner: Record<string, Place>;
}

const inner = () => ({__proto__: null}) as unknown as Place['inner'];

/** A key inside a place; the index of an element says nothing. */
const judge = (rules: Rules, parent: Place, name: string, key: string, list: boolean): Place => {
  const path = parent.path ? parent.path + '.' + key : key;
  const byKey = rules[wordsOf(name)];
  const byPath = rules[wordsOf(path)];
  const rule = (byKey! < byPath! ? byKey : byPath) ?? byKey;
  return {
    key,
    path,
    kind: rule ?? (list ? 0 : kindOf(path)),
    ofPerson: rule ?? (list ? 0 : kindOf('user ' + name)),
    tellsPerson: !!exec(/mail|phon|nom|apel|imi|birth/i, name),
    isName: !!exec(/^(?:0|name|key|field|id)$/, name),
    isValue: !!exec(/^(?:1|val)/, name),
    inner: inner(),
  };
};

export type Places = ReturnType<typeof createPlaces>;

/** The places of one guard's events. At most 500 are remembered, and none whose key was masked or is long. */
export const createPlaces = (rules: Rules) => {
  const top = {path: ''} as Place;
  let root: Place;
  let left = 0;
  return {
    root: (): Place => (left > 0 ? root : ((left = 500), (root = {...top, inner: inner()}))),
    /** `mask` says what a key that is not known is called in the result. */
    inside(parent: Place, name: string, list: boolean, mask: (name: string) => string): Place {
      const known = parent.inner[name];
      if (known) return known;
      const key = mask(name);
      const place = judge(rules, parent, name, key, list);
      if (left > 0 && key === name && name.length < 60) {
        left--;
        parent.inner[name] = place;
      }
      return place;
    },
  };
};
