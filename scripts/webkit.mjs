import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {findBrowsers} from './browsers.mjs';

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address();
  server.close();
  await once(server, 'close');
  return port;
};

const within = (ms, what, promise) => {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not answer within ${ms / 1000} s`)), ms);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
};

const answers = async url => {
  for (;;) {
    const up = await fetch(url, {signal: AbortSignal.timeout(1000)}).then(
      reply => reply.ok,
      () => false,
    );
    if (up) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
};

// The browser's own toolbar keeps its window wider than a phone, unless its buttons are told to be small.
const narrowToolbar = '* { min-width: 0; padding: 0; margin: 0; border-width: 0; } image { -gtk-icon-size: 8px; }';

const createSettings = () => {
  const folder = mkdtempSync(join(tmpdir(), 'webkit-settings-'));
  mkdirSync(join(folder, 'gtk-3.0'));
  writeFileSync(join(folder, 'gtk-3.0', 'gtk.css'), narrowToolbar);
  return folder;
};

/**
 * Starts a virtual screen and WebKit's driver on free ports, for tests without a desktop.
 * Resolves with what a WebDriver client needs; `stop` ends both programs, which also end with this process.
 */
export const startWebKit = async () => {
  const {xvfb, webkitDriver, miniBrowser} = findBrowsers();
  if (!xvfb || !webkitDriver || !miniBrowser) throw new Error('WebKit is not installed: apt-get install webkit2gtk-driver xvfb');
  const children = [];
  const settings = createSettings();
  const start = (command, args, options) => {
    const child = spawn(command, args, options);
    child.on('error', error => console.error(`${command}: ${error.message}`));
    children.push(child);
    return child;
  };
  const kill = () => {
    children.forEach(child => child.kill('SIGTERM'));
    rmSync(settings, {recursive: true, force: true});
  };
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    const ended = children.map(child => child.exitCode ?? child.signalCode ?? once(child, 'exit'));
    kill();
    await Promise.all(ended);
  };
  try {
    const screen = start(xvfb, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const [display] = await within(20_000, 'Xvfb', once(createInterface({input: screen.stdio[3]}), 'line'));
    const port = await freePort();
    start(webkitDriver, [`--port=${port}`, '--host=127.0.0.1'], {
      stdio: 'ignore',
      env: {
        ...process.env,
        XDG_CONFIG_HOME: settings,
        DISPLAY: `:${display}`,
        LIBGL_ALWAYS_SOFTWARE: '1',
        WEBKIT_DISABLE_DMABUF_RENDERER: '1',
        NO_AT_BRIDGE: '1',
      },
    });
    await within(20_000, 'WebKitWebDriver', answers(`http://127.0.0.1:${port}/status`));
    const capabilities = {
      browserName: 'MiniBrowser',
      'wdio:enforceWebDriverClassic': true,
      'webkitgtk:browserOptions': {binary: miniBrowser, args: ['--automation']},
    };
    return {hostname: '127.0.0.1', port, path: '/', capabilities, stop};
  } catch (error) {
    await stop();
    throw error;
  }
};
