/** Whether a path or a template is among some patterns. */
export type RouteMatcher = (path: string) => boolean;

/**
 * What stands for something else, in the writing of any host, so that a template holds as its host tells it: `:id` `:id?` `:id(\d+)` `*` `*rest`
 * `{/:id}` of Express, `:id{[0-9]+}` of Hono, `[id]` `[id=int]` `[[lang]]` `[...rest]` `(group)` of SvelteKit, `{id}` `{path:path}` of FastAPI.
 */
const open =
  /(?<group>\/\([\w-]+\)(?=\/|$))|(?<maybe>\{\/[^{}]*\}|\/?\[\[[^\]/]+\]\])|(?<rest>\/?(?:\[\.\.\.[^\]/]+\]|\{\w+:path\}|\*\w*))|(?<slash>\/?):\w+(?:\([^()]*\)|\{[^{}]*\})?(?<count>[?*+]?)|\[[^\]/]+\]|\{\w+(?::\w+)?\}/g;

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const optional = (source: string): string => `(?:${source})?`;
/** In the place of what stands for one part of a path, or for a piece of one. */
const one = '\0';

const rough = (pattern: string): string => {
  let source = '';
  let end = 0;
  for (const match of pattern.matchAll(open)) {
    const {group, maybe, rest, slash = '', count} = match.groups!;
    source += escape(pattern.slice(end, match.index));
    end = match.index + match[0].length;
    if (group) source += optional(escape(group));
    else if (maybe) source += optional(maybe.startsWith('{') ? rough(maybe.slice(1, -1)) : maybe.replace(/\[.*/, one));
    else if (rest) source += rest.startsWith('/') ? '(?:/.*)?' : '.*';
    else if (count === '*') source += slash ? '(?:/.*)?' : '.*';
    else if (count === '+') source += `${slash}.+`;
    else source += count === '?' ? optional(slash + one) : slash + one;
  }
  return source + escape(pattern.slice(end));
};

/** Of several pieces of one part all but the last are bounded, so that no address can keep the expression busy. */
const sourceOf = (pattern: string): string =>
  rough(pattern)
    .replace(/\0(?=[^/]*\0)/g, '[^/]{1,1000}?')
    .replaceAll(one, '[^/]+');

const tidy = (path: string): string =>
  path
    .toLowerCase()
    .replace(/[/\\]+/g, '/')
    .replace(/(?<=.)\/$/, '') || '/';

/** Routers are lenient, each in its own way: what any of them takes for the same path is the same here. */
const normal = (path: string): string => {
  // A client may also write the whole address (RFC 9112 §3.2.2).
  const [bare = ''] = path.replace(/^[a-z]+:\/\/[^/?#]*/i, '').split(/[?#]/, 1);
  try {
    return tidy(decodeURIComponent(bare));
  } catch {
    return tidy(bare); // a lone % is itself
  }
};

/** Most paths: as they are, there is no other way to write them. */
const isPlain = /^(?:\/[a-z0-9_-]+)+$/;

/** Some applications take `/x/../y` for `/y`, others do not. */
const withoutDots = (path: string): string => tidy(new URL(`http://host/${path.replace(/[?#%]/g, encodeURIComponent)}`).pathname);

/**
 * Patterns such as `/health`, `/chats/:id`, the template of any host, and `/assets/*`, which holds for `/assets` too. Case, doubled and trailing
 * slashes, dots and escapes make no difference.
 */
export const createRouteMatcher = (patterns: readonly string[] = []): RouteMatcher => {
  if (patterns.length === 0) return () => false;
  const known = new Set(patterns.map(tidy));
  const any = new RegExp(`^(?:${[...known].map(sourceOf).join('|')})$`, 's');
  return path => {
    if (isPlain.test(path)) return any.test(path);
    if (known.has(tidy(path))) return true;
    const plain = normal(path);
    return any.test(plain) || (plain.includes('/.') && any.test(withoutDots(plain)));
  };
};
