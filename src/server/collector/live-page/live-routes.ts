import {Refusal} from '../refusal.js';
import type {Route} from '../route.js';
import {readLiveFiles, type LiveFiles} from './live-files.js';

/** Everything from the collector itself, nothing inline, nobody else's frame, and no HTML made of text. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const headers = {
  'Content-Security-Policy': policy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
};

/**
 * The live page: at `/` and `/live`. There is nothing in it but a program, so with a read token it is given to everybody and asks for the
 * token itself; without one, it is for this machine only, as everything that is read.
 */
export const createLiveRoutes = (readToken: string | undefined): Route[] => {
  let files: LiveFiles | undefined;
  const route = (path: string, type: string, pick: (of: LiveFiles) => Buffer): Route => ({
    path,
    methods: ['GET', 'HEAD'],
    access: readToken === undefined ? 'read' : 'open',
    maxBytes: 0,
    handle({method}) {
      files ??= readLiveFiles();
      if (!files) throw new Refusal(404, 'the live page was not built: npm run build');
      const body = pick(files);
      return {status: 200, headers: {...headers, 'Content-Type': `${type}; charset=utf-8`}, ...(method === 'GET' && {body})};
    },
  });
  return [
    route('/', 'text/html', ({page}) => page),
    route('/live', 'text/html', ({page}) => page),
    route('/live/live.js', 'text/javascript', ({script}) => script),
    route('/live/live.css', 'text/css', ({style}) => style),
  ];
};
