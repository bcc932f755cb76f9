import {webdriverLauncher} from '@web/test-runner-webdriver';
import {createWebKitPage} from './webkit-page.mjs';
import {startWebKit} from './webkit.mjs';

/**
 * WebKit for web-test-runner: its driver lives only while tests run in it.
 * One test file at a time, in a window rather than a frame, so that keys, focus and the window's size can be tested.
 */
export const webkitLauncher = () => {
  let settings;
  let starting;
  let running;
  const start = async () => {
    const {stop, ...driver} = await startWebKit();
    const launcher = webdriverLauncher({...driver, logLevel: 'error', connectionRetryCount: 1, connectionRetryTimeout: 60_000});
    // With a concurrency of one it opens each test file in the window itself.
    await launcher.initialize({...settings, concurrency: 1});
    await launcher.ensureManagerInitialized();
    running = {launcher, stop, page: createWebKitPage(launcher.driver)};
  };
  return {
    name: 'WebKit',
    // The commands that tests send are carried out on `getPage()`, which is made like a Playwright page.
    type: 'playwright',
    concurrency: 1,
    initialize(config) {
      settings = config;
    },
    async startSession(id, url) {
      await (starting ??= start());
      await running.page.setViewportSize({width: 800, height: 600});
      await running.launcher.startSession(id, url);
    },
    isActive: id => running?.launcher.isActive(id) ?? false,
    getBrowserUrl: id => running.launcher.getBrowserUrl(id),
    getPage: () => running.page,
    stopSession: id => running.launcher.stopSession(id),
    async stop() {
      await starting?.catch(() => undefined);
      await running?.launcher.stop();
      await running?.stop();
      starting = running = undefined;
    },
  };
};
