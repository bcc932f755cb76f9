import {existsSync, readdirSync} from 'node:fs';
import {delimiter, join} from 'node:path';

const onPath = names => {
  for (const name of names)
    for (const folder of (process.env.PATH ?? '').split(delimiter)) if (folder && existsSync(join(folder, name))) return join(folder, name);
  return undefined;
};

const miniBrowser = () => {
  for (const library of ['/usr/lib', '/usr/libexec'].filter(existsSync))
    for (const platform of ['.', ...readdirSync(library).filter(name => name.endsWith('-linux-gnu'))])
      for (const version of ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0']) {
        const path = join(library, platform, version, 'MiniBrowser');
        if (existsSync(path)) return path;
      }
  return undefined;
};

/** Where the test browsers are, found anew at each call; a path is undefined when the program is not installed. */
export const findBrowsers = () => ({
  chromium: process.env.CHROMIUM_PATH ?? onPath(['chromium', 'chromium-browser', 'google-chrome']),
  firefox: process.env.FIREFOX_PATH ?? onPath(['firefox-esr', 'firefox']),
  webkitDriver: onPath(['WebKitWebDriver']),
  miniBrowser: miniBrowser(),
  xvfb: onPath(['Xvfb']),
});

/** Flags that keep Chromium quiet: no sandbox (tests run as root in containers), no traffic of its own. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-domain-reliability',
  '--no-first-run',
  '--no-pings',
];
