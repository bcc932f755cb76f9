import type {Browser} from 'playwright-core';
import {chromium} from 'playwright-core';
// @ts-expect-error -- the project's own set-up scripts run before anything is installed, so they are plain JavaScript
import {chromiumArgs, findBrowsers} from '../../scripts/browsers.mjs';

/** The installed Chromium, headless. Its user agent does not say so, as analytics backends drop automated browsers. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: (findBrowsers as () => {chromium: string})().chromium,
    args: [
      ...(chromiumArgs as string[]),
      '--user-agent=Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    ],
  });
