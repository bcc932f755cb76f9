/** What is read of Express 4 and 5, whose types do not tell it. */
interface Layer extends Match {
  readonly route?: object;
  readonly handle?: {readonly stack?: readonly Layer[]};
  /** True where the layer itself then says what has matched, as it did before router 2.3. */
  match(path: string): boolean | Match;
}

interface Match {
  readonly path?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** The template, where it is told. */
  readonly pattern?: unknown;
}

export interface ExpressRequest {
  readonly originalUrl?: string;
  readonly baseUrl?: string;
  readonly route?: {readonly path?: unknown} | undefined;
  readonly app?: unknown;
}

interface App {
  path?(): string;
  readonly router?: {readonly stack?: readonly Layer[]};
  readonly _router?: {readonly stack?: readonly Layer[]};
}

/** The layers of mounted routers above each route, outermost first; undefined for a route that was not found. */
const known = new WeakMap<object, readonly Layer[] | null>();

const findMounts = (stack: readonly Layer[], route: object, depth = 0): readonly Layer[] | null => {
  for (const layer of stack) {
    if (layer.route === route) return [];
    const inner = depth < 20 && layer.handle?.stack && findMounts(layer.handle.stack, route, depth + 1);
    if (inner) return [layer, ...inner];
  }
  return null;
};

const stackOf = (app: App): readonly Layer[] => {
  // Express 4 throws when it is asked for the router of Express 5.
  if (app._router?.stack) return app._router.stack;
  try {
    return app.router?.stack ?? [];
  } catch {
    return [];
  }
};

const plain = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Puts the names of parameters where their values stand. */
const templateOf = (path: string, params: Readonly<Record<string, unknown>>): string => {
  const values = Object.entries(params).flatMap(([name, value]) => [value].flat().map(each => [name, String(each)] as const));
  return path
    .split('/')
    .map(part => {
      const [name] =
        values.find(([, value]) => value !== '' && value.split('/').some(piece => piece !== '' && plain(part).includes(piece))) ?? [];
      return name === undefined ? part : `:${name}`;
    })
    .join('/');
};

/** Whose mounts are unknown, or did not match again: `req.baseUrl` holds what the client wrote, and is of no use. */
const somewhere = '/(mounted)';

const pathOf = (path: unknown): string => (Array.isArray(path) ? path.map(pathOf).join('|') : String(path));

/**
 * The template of the route that has answered, mounted routers and applications included; undefined when none has. Express keeps the
 * templates of routes but not of mounts (`req.baseUrl` is the path itself), so each mount is matched once more to learn which parts are parameters.
 */
export const expressRoute = (request: ExpressRequest): string | undefined => {
  const {route, baseUrl = '', originalUrl = ''} = request;
  if (route?.path === undefined) return undefined;
  const own = pathOf(route.path);
  if (baseUrl === '') return own;
  const app = Object(request.app) as App;
  const above = (app.path?.() ?? '').replace(/\/$/, '');
  let mounts = known.get(route);
  if (mounts === undefined) known.set(route, (mounts = findMounts(stackOf(app), route)));
  if (mounts === null) return somewhere + own;
  if (mounts.length === 0) return above + own;
  let template = above;
  // A client may also write the whole address (RFC 9112 §3.2.2).
  const path = originalUrl.replace(/^[a-z]+:\/\/[^/?]*/i, '').split('?')[0]!;
  // The parts of an application's own mount path stand for as many of the address.
  let rest = `/${path.split('/').slice(above.split('/').length).join('/')}`;
  for (const mount of mounts) {
    const match = mount.match(rest);
    if (!match) return somewhere + own;
    const {path: part = '', params = {}, pattern} = match === true ? mount : match;
    if (part === '/' || part === '') continue;
    template += typeof pattern === 'string' ? pattern.replace(/\/$/, '') : templateOf(part, params);
    rest = rest.slice(part.length) || '/';
  }
  return template + (own === '/' && template ? '' : own);
};
