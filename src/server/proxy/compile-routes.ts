/** Where a description of routes was found, and what it says. */
export interface RouteDocument {
  /** The path that it answers at, such as `/openapi.json`. */
  readonly path: string;
  readonly document: unknown;
}

/** A template that a path fits. */
export interface RouteMatch {
  /** As the description writes it, after the prefix that the path has: `/items/{id}`. */
  readonly template: string;
  /** Whether a parameter had to stand for several parts of the path, as `{path:path}` does: descriptions do not say which may. */
  readonly loose: boolean;
}

export type FindRoute = (method: string, url: string) => RouteMatch | undefined;

type Segment = {readonly text: string} | {readonly parameter: true} | {readonly pattern: RegExp};

interface Route {
  readonly template: string;
  readonly methods: ReadonlySet<string>;
  readonly segments: readonly Segment[];
}

const longestPath = 4096;

const compileSegment = (text: string): Segment => {
  if (/^\{[^{}]*\}$/.test(text)) return {parameter: true};
  if (!/\{[^{}]*\}/.test(text)) return {text};
  const source = text
    .split(/\{[^{}]*\}/)
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]+?');
  return {pattern: new RegExp(`^${source}$`)};
};

const rank = (segment: Segment | undefined): number => (!segment ? 3 : 'text' in segment ? 0 : 'pattern' in segment ? 1 : 2);

/** What is written out goes before what is open, part by part (OpenAPI 3.1 §4.8.8.2); else the description's own order stays. */
const byPrecedence = (a: Route, b: Route): number => {
  for (let index = 0; index < Math.max(a.segments.length, b.segments.length); index++) {
    const difference = rank(a.segments[index]) - rank(b.segments[index]);
    if (difference) return difference;
  }
  return 0;
};

const fits = (segment: Segment, text: string): boolean =>
  'text' in segment ? segment.text === text : 'pattern' in segment ? text.length <= 256 && segment.pattern.test(text) : text !== '';

const allFit = (segments: readonly Segment[], parts: readonly string[]): boolean =>
  segments.length === parts.length && segments.every((segment, index) => fits(segment, parts[index]!));

/** One parameter takes as many parts as are left over; one after the other is tried, so the cost stays small whatever the path. */
const fitsLoosely = ({segments}: Route, parts: readonly string[]): boolean => {
  const surplus = parts.length - segments.length;
  return segments.some(
    (segment, index) =>
      'parameter' in segment &&
      surplus >= 0 &&
      allFit(segments.slice(0, index), parts.slice(0, index)) &&
      allFit(segments.slice(index + 1), parts.slice(index + 1 + surplus)),
  );
};

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

const pathOfServer = (server: unknown): string | undefined => {
  const {url, variables} = objectOf(server);
  if (typeof url !== 'string') return undefined;
  const address = url.replace(/\{([^{}]*)\}/g, (_, name: string) => String(objectOf(objectOf(variables)[name])['default'] ?? ''));
  return URL.canParse(address, 'http://upstream') ? new URL(address, 'http://upstream').pathname.replace(/\/+$/, '') : undefined;
};

/**
 * The prefixes of the paths of a description, by its `servers`. One that the description itself is not found under is also left out, as a proxy in front
 * (`root_path`) may take it away.
 */
const prefixesOf = ({path, document}: RouteDocument): ReadonlySet<string> => {
  const {servers} = objectOf(document);
  const told = (Array.isArray(servers) ? servers : []).map(pathOfServer).filter(prefix => prefix !== undefined);
  return new Set(told.flatMap(prefix => (path.startsWith(`${prefix}/`) ? [prefix] : [prefix, ''])).concat(told.length > 0 ? [] : ['']));
};

const verbs = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

const routesOf = (source: RouteDocument): Route[] =>
  [...prefixesOf(source)].flatMap(prefix =>
    Object.entries(objectOf(objectOf(source.document)['paths']))
      .filter(([path]) => path.startsWith('/'))
      .map(([path, item]) => ({
        template: prefix + path,
        methods: new Set(verbs.filter(verb => objectOf(item)[verb] !== undefined).map(verb => verb.toUpperCase())),
        segments: (prefix + path).split('/').map(compileSegment),
      })),
  );

const partsOf = (url: string): string[] | undefined => {
  const bare = url.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0]!;
  if (bare.length > longestPath) return undefined;
  try {
    return decodeURIComponent(bare).split('/');
  } catch {
    return bare.split('/');
  }
};

/**
 * Finds the template of a request by OpenAPI descriptions: exact fits first, of those the most literal one that has the method, then the most literal one
 * at all (the application says 405), then one whose parameter stands for several parts.
 */
export const compileRoutes = (documents: readonly RouteDocument[]): FindRoute => {
  const byLength = new Map<number, Route[]>();
  const routes = documents.flatMap(routesOf).sort(byPrecedence);
  for (const route of routes) byLength.set(route.segments.length, [...(byLength.get(route.segments.length) ?? []), route]);

  const best = (candidates: readonly Route[], method: string): Route | undefined =>
    candidates.find(({methods}) => methods.has(method)) ?? candidates[0];

  return (method, url) => {
    const parts = partsOf(url);
    if (!parts) return undefined;
    const asked = method === 'HEAD' ? 'GET' : method;
    const exact = best(byLength.get(parts.length)?.filter(({segments}) => allFit(segments, parts)) ?? [], asked);
    if (exact) return {template: exact.template, loose: false};
    const loose = best(
      routes.filter(route => fitsLoosely(route, parts)),
      asked,
    );
    return loose && {template: loose.template, loose: true};
  };
};
