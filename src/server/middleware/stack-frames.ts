/** One frame of PostHog's raw stack traces. */
export interface StackFrame {
  readonly platform: 'node:javascript';
  readonly filename: string;
  readonly function: string;
  readonly lineno?: number;
  readonly colno?: number;
  readonly in_app: boolean;
}

const mostFrames = 50;
const named = /^\s*at (?:async )?(?:(.*?) \()?([^()]+?):(\d+):(\d+)\)?$/;

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

/**
 * The frames of a V8 stack, outermost first, as PostHog wants them. No source text, no absolute path.
 * @param folder The application's folder, without a trailing slash; what lies in it is told relative to it.
 */
export const stackFrames = (stack: unknown, folder: string): StackFrame[] => {
  if (typeof stack !== 'string') return [];
  const frames: StackFrame[] = [];
  for (const line of stack.slice(0, 20_000).split('\n')) {
    const [, name, path, lineno, colno] = named.exec(line) ?? [];
    if (path === undefined || frames.length >= mostFrames) continue;
    const filename = shortPath(path, folder.replaceAll('\\', '/'));
    frames.push({
      platform: 'node:javascript',
      filename,
      function: name ?? '?',
      lineno: Number(lineno),
      colno: Number(colno),
      in_app: !filename.startsWith('node:') && !filename.startsWith('node_modules/'),
    });
  }
  return frames.reverse();
};
