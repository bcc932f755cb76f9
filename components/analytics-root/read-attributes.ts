import {warn} from '../../src/lib/problems.js';

/** What an attribute may be: one of these words, any text (an empty string), or whatever the function makes of it; undefined cannot be used. */
export type Rule = string | ((text: string) => unknown);

const read = (rule: Rule, value: string): unknown => {
  try {
    return typeof rule !== 'string' ? rule(value) : !rule || rule.split(' ').includes(value) ? value : undefined;
  } catch {
    // Malformed JSON: like every other value that cannot be used.
    return undefined;
  }
};

/**
 * The attributes as a configuration has them (`app-version` is `appVersion`). Never throws: what cannot be used is warned of once, without its
 * value (it may hold anything), and left to its default.
 */
export const readAttributes = (root: Element, rules: Readonly<Record<string, Rule>>): Record<string, unknown> => {
  const config: Record<string, unknown> = {};
  for (const [name, rule] of Object.entries(rules)) {
    const given = root.getAttribute(name)?.trim();
    if (!given) continue;
    const value = read(rule, given);
    if (value === undefined) warn('bad-attribute', `<${root.localName} ${name}>: not usable`);
    else config[name.replace(/-./g, part => part[1]!.toUpperCase())] = value;
  }
  return config;
};

/** Names that no object may be merged under. */
export const hostile = /^(?:__proto__|prototype|constructor)$/;
