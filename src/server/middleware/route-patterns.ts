/** Whether a path or a template is among some patterns. */
export type RouteMatcher = (path: string) => boolean;

const segment = (part: string): string =>
  part === '*' ? '.*' : /^(:\w+|\[\w+(=\w+)?\]|\{\w+\})$/.test(part) ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Routers are lenient, each in its own way: what any of them takes for the same path is the same here. */
const normal = (path: string): string => {
  const bare = path.split(/[?#]/, 1)[0]!;
  let plain = bare;
  try {
    plain = decodeURIComponent(bare);
  } catch {
    // A lone % is itself.
  }
  return (
    plain
      .toLowerCase()
      .replace(/[/\\]+/g, '/')
      .replace(/\/\.(?=\/|$)/g, '')
      .replace(/\/+$/, '') || '/'
  );
};

/**
 * Patterns such as `/health`, `/chats/:id` (also `[id]` and `{id}`) and `/assets/*`, which holds for `/assets` too. Case, doubled and trailing
 * slashes and escapes make no difference.
 */
export const createRouteMatcher = (patterns: readonly string[] = []): RouteMatcher => {
  if (patterns.length === 0) return () => false;
  const sources = patterns.map(pattern =>
    normal(pattern)
      .split('/')
      .map(segment)
      .join('/')
      .replace(/\/\.\*$/, '(?:/.*)?'),
  );
  const any = new RegExp(`^(?:${sources.join('|')})$`, 's');
  return path => any.test(normal(path));
};
