/** One frame of PostHog's raw stack traces. */
export interface StackFrame {
  readonly platform: 'node:javascript';
  readonly filename: string;
  /** The file in its folder or package, as posthog-node names it: `router.lib:layer`. */
  readonly module: string;
  readonly function: string;
  /** Undefined for what the engine itself is made of. */
  readonly lineno?: number;
  readonly colno?: number;
  readonly in_app: boolean;
}

const platform = 'node:javascript';
const mostFrames = 50;
const named = /^\s*at (?:async )?(?:(.*?) \()?([^()]+?):(\d+):(\d+)\)?$/;
const builtIn = /^\s*at (?:async )?([\w.<>]{1,80}) \((<anonymous>|index \d+)\)$/;

/** Paths begin with the names of users and machines: only what lies inside the application or a package is told. */
const shortPath = (path: string, folder: string): string => {
  const plain = path
    .replace(/^file:\/\//, '')
    .replace(/[?#].*$/, '')
    .replaceAll('\\', '/');
  if (plain.startsWith('node:')) return plain;
  const packages = plain.lastIndexOf('/node_modules/');
  if (packages >= 0) return plain.slice(packages + 1);
  if (folder && plain.startsWith(`${folder}/`)) return plain.slice(folder.length + 1);
  return plain.split('/').at(-1)!;
};

const moduleOf = (filename: string): string => {
  const parts = filename.replace(/^node_modules\//, '').split('/');
  const file = parts.pop()!.replace(/\.[cm]?js$/, '');
  return parts.length > 0 && !filename.startsWith('node:') ? `${parts.join('.')}:${file}` : file;
};

/**
 * The frames of a V8 stack, outermost first, as PostHog wants them. No source text, no absolute path.
 * @param folder The application's folder, without a trailing slash; what lies in it is told relative to it.
 */
export const stackFrames = (stack: unknown, folder: string): StackFrame[] => {
  if (typeof stack !== 'string') return [];
  const frames: StackFrame[] = [];
  for (const line of stack.slice(0, 20_000).split('\n')) {
    if (frames.length >= mostFrames) break;
    const [, name, path, lineno, colno] = named.exec(line) ?? [];
    if (path === undefined) {
      const [, own, place] = builtIn.exec(line) ?? [];
      const filename = place === '<anonymous>' ? place : 'node:internal/promise';
      if (own) frames.push({platform, filename, module: moduleOf(filename), function: own, in_app: false});
      continue;
    }
    const filename = shortPath(path, folder.replaceAll('\\', '/'));
    frames.push({
      platform,
      filename,
      module: moduleOf(filename),
      function: name ?? '?',
      lineno: Number(lineno),
      colno: Number(colno),
      in_app: !filename.startsWith('node:') && !filename.startsWith('node_modules/'),
    });
  }
  return frames.reverse();
};
