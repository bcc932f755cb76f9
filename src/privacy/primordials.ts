/** The built-ins that the guard stands on, taken when the module loads: what a page overwrites later does not open the guard. */

const bound = <This, Args extends unknown[], Result>(method: (this: This, ...args: Args) => Result) =>
  Function.prototype.call.bind(method) as unknown as (self: This, ...args: Args) => Result;

export const call = bound(Function.prototype.call) as unknown as (method: unknown, self: unknown) => unknown;
/** `RegExp.prototype.exec` itself; the other methods look `exec` up on the prototype, where a page may have replaced it. */
export const exec = bound(RegExp.prototype.exec) as (pattern: RegExp, text: string) => RegExpExecArray | null;
export const slice = bound(String.prototype.slice) as (text: string, from: number, to?: number) => string;
export const split = bound(String.prototype.split as (separator: string) => string[]);
export const lower = bound(String.prototype.toLowerCase);
export const upper = bound(String.prototype.toUpperCase);
export const normalize = bound(String.prototype.normalize) as (text: string, form: string) => string;
export const tagOf = bound(Object.prototype.toString) as (value: unknown) => string;
export const listOf = Array.from;
export const {parse, stringify} = JSON;
export const {keys, getPrototypeOf, defineProperty} = Object;
export const {isArray} = Array;
export const decode = decodeURIComponent;
export const encode = encodeURIComponent;

export const test = (pattern: RegExp, text: string): boolean => {
  pattern.lastIndex = 0;
  return exec(pattern, text) !== null;
};

/**
 * Replaces what a global pattern finds. `to` answers with the text to put there and how many characters it stands for (default:
 * the whole match), or with nothing to leave the match alone; a bare number says after how many characters to look again.
 */
export const swap = (
  text: string,
  pattern: RegExp,
  to: (match: RegExpExecArray) => string | readonly [text: string, length: number] | number | undefined,
): string => {
  let out = '';
  let from = 0;
  let next = 0;
  for (;;) {
    pattern.lastIndex = next;
    const match = exec(pattern, text);
    if (!match) return from ? out + slice(text, from) : text;
    next = match.index + (match[0].length || 1);
    const found = to(match);
    if (typeof found === 'number') next = match.index + found;
    else if (found !== undefined) {
      if (typeof found !== 'string') next = match.index + found[1];
      out += slice(text, from, match.index) + (typeof found === 'string' ? found : found[0]);
      from = next;
    }
  }
};

/** Only the characters that the pattern keeps. */
export const strip = (text: string, pattern: RegExp): string => swap(text, pattern, () => '');
