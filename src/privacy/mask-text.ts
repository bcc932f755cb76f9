import {checksOut} from './checks.js';
import {kindOf} from './keys.js';
import {classOf, fits, LAST_NUMBER, reach} from './kinds.js';
import {ACCOUNT, PATTERNS, SCANNER} from './patterns.js';
import {decode, exec, groupOf, slice, swap} from './primordials.js';

/** Notes one masked part and answers with its placeholder: `email` gives `[email]`. */
export type Mask = (kind: string) => string;

const SEPARATOR = /["'\]\\ ]{0,3}[=:]["'\\ ]{0,3}| (?:is|ist|est|es) |(?<=\D)\.? (?=[+(]?\d|[A-Z]+\d)/g;

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
    const kind = kindOf(exec(/[?&]code$/, before) && exec(/[?&]state=/, text) ? 'token' : before);
    if (!kind || (kind > LAST_NUMBER && exec(/^\.? $/, separator))) return separator;
    const rest = slice(text, index + separator.length, index + 300);
    const token = exec(/["'=]$/, separator) ? exec(/^[^&#;\s"'\\<>]*/, rest)![0] : '';
    const length = fits(kind, token) ? token.length : reach(kind, rest, true);
    if (length < 1) return separator;
    match[0] += slice(rest, 0, length);
    return separator + mask(classOf(kind));
  });

/** Masks what is personal inside a text, and no more than that; `kind` is what its key says about it. */
export const maskText = (text: string, kind: number, mask: Mask): string => {
  if (!kind && text.length < 6) return text;
  if (fits(kind, text)) return mask(classOf(kind));
  const plain = decoded(text);
  const assigned = maskAssignments(plain, mask);
  const masked = swap(assigned, SCANNER, match => {
    const kind = PATTERNS[groupOf(match) - 1]![0];
    return kind && (kind !== ACCOUNT || checksOut(match[0])) ? mask(kind) : match[0];
  });
  return masked === plain ? text : masked;
};
