import type {ProviderHost} from '../../provider-types.js';

/** How a recording is masked while it is made. */
export interface ReplayMasks {
  maskTextFn(text: string): string;
  maskInputFn(text: string): string;
  maskAttributeFn(name: string, value: string): string;
}

/** These say how a page looks, never of whom it tells, unless there is an address in them. */
const looks =
  /^(class|style|type|rel|role|d|points|transform|viewBox|fill.*|stroke.*|x.?|y.?|width|height|media|lang|dir|rr_.*|_cssText)$/i;
const addressed = /@|url\(/;
/** These are text. */
const words =
  /^(aria-(label|description|valuetext|placeholder|roledescription)|alt|title|placeholder|content|label|summary|value|srcdoc|download)$/i;
const mostRemembered = 2000;

const stars = (text: string) => text.replace(/\S/gu, '*');

/** Text as stars, or where the owner wants to read it, guarded; inputs always as stars; addresses and all other attributes guarded. */
export const createReplayMasks = (guard: ProviderHost['guard'], readable: boolean): ReplayMasks => {
  const known = new Map<string, string>();
  const guarded = (text: string): string => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= mostRemembered) known.clear();
    const after = guard({text})?.text ?? '';
    known.set(text, after);
    return after;
  };
  const textOf = readable ? guarded : stars;
  return {
    maskTextFn: textOf,
    maskInputFn: stars,
    maskAttributeFn(name, value) {
      if ((looks.test(name) && !addressed.test(value)) || value.startsWith('data:')) return value;
      return words.test(name) ? textOf(value) : guarded(value);
    },
  };
};
