import {readFile, realpath} from 'node:fs/promises';
import {extname, join, sep} from 'node:path';
import {fileURLToPath} from 'node:url';

const folder = path => fileURLToPath(new URL(path, import.meta.url));
const demo = folder('.');
const dist = folder('../dist/');

const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
};

/** The pages and styles come from `demo/`, scripts and themes from `dist/`; chats have addresses of their own, and one document. */
const place = path => {
  if (path === '/' || path.startsWith('/chat/')) return [demo, 'index.html'];
  return ['.js', '.map'].includes(extname(path)) || path.startsWith('/themes/') ? [dist, path] : [demo, path];
};

/**
 * @param {string} path A request's path, still percent-encoded.
 * @returns {Promise<{type: string, body: Buffer} | undefined>} Undefined for what does not exist or is nobody's business.
 */
export const readStatic = async path => {
  try {
    const [root, name] = place(decodeURIComponent(path));
    const type = types[extname(name)];
    const file = await realpath(join(root, name));
    if (!type || !file.startsWith(root.endsWith(sep) ? root : root + sep)) return undefined;
    return {type, body: await readFile(file)};
  } catch {
    return undefined; // malformed escapes, NUL bytes and missing files are all "not found" to a visitor
  }
};
