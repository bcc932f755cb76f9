/** The built-ins that the guard stands on, taken when the module loads: what a page overwrites later does not open the guard. */

const {bind, call} = Function.prototype;
const free = bind.bind(call) as unknown as <This, Args extends unknown[], Result>(
  method: (this: This, ...args: Args) => Result,
) => (self: This, ...args: Args) => Result;

/** `RegExp.prototype.exec` itself; the other methods look `exec` up on the prototype, where a page may have replaced it. */
export const exec = free(RegExp.prototype.exec) as (pattern: RegExp, text: string) => RegExpExecArray | null;
export const slice = free(String.prototype.slice) as (text: string, from: number, to?: number) => string;
export const lower = free(String.prototype.toLowerCase);
export const normalize = free(String.prototype.normalize) as (text: string, form: string) => string;
export const tagOf = free(Object.prototype.toString) as (value: unknown) => string;
export const listOf = Array.from;
export const {parse, stringify} = JSON;
export const {keys, defineProperty} = Object;
export const {isArray} = Array;
export const decode = decodeURIComponent;
export const toNumber = parseInt;

/**
 * Replaces what a global pattern finds, never nothing, by what `to` answers with. It may lengthen `match[0]`: what it says is then
 * put in the place of that many characters.
 */
export const swap = (text: string, pattern: RegExp, to: (match: RegExpExecArray) => string): string => {
  let out = '';
  for (let from = 0; ;) {
    pattern.lastIndex = from;
    const match = exec(pattern, text);
    if (!match) return out + slice(text, from);
    out += slice(text, from, match.index) + to(match);
    from = match.index + match[0].length;
  }
};

export const sourceOf = (pattern: RegExp | string): string => (pattern as RegExp).source ?? pattern;

/** One pattern of many, with a group for each. */
export const groups = (patterns: readonly (RegExp | string)[]): string => `(?:(${patterns.map(sourceOf).join(')|(')}))`;

/** The number of the first group that took part in a match, or 0. */
export const groupOf = (match: RegExpExecArray | null): number => {
  let group = 0;
  if (match) while (match[++group] === undefined);
  return group;
};
