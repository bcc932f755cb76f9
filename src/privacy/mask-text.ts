import {checksOut} from './checks.js';
import {classOf, fits, kindOf, reach} from './keys.js';
import {LAST_NUMBER, PATTERNS} from './pii-words.js';
import {decode, exec, groupOf, groups, sourceOf, slice, swap} from './primordials.js';

/** Notes one masked part and answers with its placeholder: `email` gives `[email]`. */
export type Mask = (kind: string) => string;

/** All patterns as one, a group for each, behind what must stand before; a match does not end inside a word. */
const SCANNER = new RegExp(
  `(?:${PATTERNS.map(([before, rows]) => `(?:${sourceOf(before)})${groups(rows.map(row => row[1]))}`).join('|')})(?![\\p{L}\\d_])`,
  'gu',
);
const KINDS = PATTERNS.flatMap(([, rows]) => rows.map(row => row[0]));

/** What no pattern finds anything in: a word, a UUID, a number. */
const HARMLESS = /^(?:[a-z_-]*|[A-Za-z_-]{0,15}|[\da-f]{8}-[\da-f-]{27}|-?\d{0,12}(?:\.\d{0,12})?)$/;

const SEPARATOR = /["'\]\\ ]{0,3}[=:]["'\\ ]{0,3}| (?:ist?|est?|[eä]r|[èé]|jest|lautet) |\.? (?=[+(]?\d|[A-Z]+\d)/g;

/** Percent-decoded, however often it was encoded; malformed escapes stay. */
const decoded = (text: string): string =>
  swap(
    swap(text, /%(?:25)+(?=[\da-f]{2})/gi, () => '%'),
    /(?:%[\da-f]{2})+/gi,
    ({0: run}) => {
      try {
        // As in a query, so that the value goes on behind it.
        return swap(decode(run), / /g, () => '+');
      } catch {
        // Not UTF-8: stands for nothing, so it stays as it is.
        return run;
      }
    },
  );

/** Masks values by the key they are assigned to: `?first_name=Jane`, `"password": "…"`, `Phone: …`, `my name is …`. */
const maskAssignments = (text: string, mask: Mask): string =>
  swap(text, SEPARATOR, match => {
    const {0: separator, index} = match;
    const before = slice(slice(text, 0, index), -40);
    // Where an address begins.
    if (exec(/^https?$/, before)) return separator;
    const kind = kindOf(exec(/[?&]ticket$/, before) || (exec(/[?&]code$/, before) && exec(/[?&]state=/, text)) ? 'token' : before);
    if (!kind) return separator;
    const rest = slice(text, index + separator.length, index + 300);
    // Right behind a word, a few digits count something, and digits behind digits go on with them.
    if (exec(/^\.? $/, separator) && (kind > LAST_NUMBER || exec(/\d$/, before) || !exec(/^(?:\D{0,4}\d){5}|^\d+(?:\.\d+){3}/, rest)))
      return separator;
    const token = exec(/["'=]$/, separator) ? exec(/^[^&#;\s"'\\<>]*/, rest)![0] : '';
    const length = fits(kind, token) ? token.length : reach(kind, rest, true);
    if (length < 1) return separator;
    match[0] += slice(rest, 0, length);
    return separator + mask(classOf(kind));
  });

/** Short texts in which nothing was found, and the kind they were searched as. */
export interface Harmless {
  texts: Record<string, number>;
  /** How many more fit in before all are forgotten. */
  left: number;
}

/**
 * Masks what is personal inside a text, and no more than that; `kind` is what its key says about it. What is in `harmless` is not
 * searched again.
 */
export const maskText = (text: string, kind: number, onFound: Mask, harmless?: Harmless): string => {
  if (!kind && (text.length < 6 || exec(HARMLESS, text))) return text;
  let remember = harmless && text.length < 100;
  if (remember && harmless!.texts[text] === kind) return text;
  if (fits(kind, text)) return onFound(classOf(kind));
  const mask = (found: string) => {
    remember = false;
    return onFound(found);
  };
  const plain = decoded(text);
  const assigned = maskAssignments(plain, mask);
  const masked = swap(assigned, SCANNER, match => {
    const group = groupOf(match);
    const kind = KINDS[group - 1]!;
    const found = match[group]!;
    return kind && (kind !== 'account' || checksOut(found)) ? slice(match[0], 0, -found.length) + mask(kind) : match[0];
  });
  if (remember) {
    if (harmless!.left-- < 1) {
      harmless!.texts = {__proto__: null} as unknown as Harmless['texts'];
      harmless!.left = 500;
    }
    harmless!.texts[text] = kind;
  }
  return masked === plain ? text : masked;
};
