/** What is kept of a user agent: families and major versions, never the text itself. */
export interface AgentFamily {
  readonly browser?: string;
  readonly browser_version?: string;
  readonly os?: string;
  readonly device_type: 'mobile' | 'tablet' | 'desktop';
}

/** In this order: most browsers also name the ones they descend from. */
const browsers: readonly (readonly [string, RegExp])[] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\/(\d+)/],
  ['Opera', /\bOPR\/(\d+)/],
  ['Samsung Internet', /\bSamsungBrowser\/(\d+)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /\b(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /\bVersion\/(\d+)[\d.]* (?:Mobile\/\w+ )?Safari\//],
];
const systems: readonly (readonly [string, RegExp])[] = [
  ['Windows', /\bWindows NT\b/],
  ['iOS', /\b(?:iPhone|iPad|iPod)\b/],
  ['macOS', /\bMac OS X\b/],
  ['Android', /\bAndroid\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
];

/** Reads the families out of a user agent header. */
export const readUserAgent = (header: string | undefined): AgentFamily => {
  const agent = (header ?? '').slice(0, 500);
  const browser = browsers.find(([, pattern]) => pattern.test(agent));
  const os = systems.find(([, pattern]) => pattern.test(agent));
  const tablet = /\biPad\b|\bTablet\b/.test(agent) || (/\bAndroid\b/.test(agent) && !/\bMobile\b/.test(agent));
  return {
    ...(browser && {browser: browser[0], browser_version: browser[1].exec(agent)![1]!}),
    ...(os && {os: os[0]}),
    device_type: tablet ? 'tablet' : /\bMobile\b|\biPhone\b/.test(agent) ? 'mobile' : 'desktop',
  };
};

/** Whether the user agent says that nobody is looking. */
export const isBot = (header: string | undefined): boolean =>
  /bot\b|crawl|spider|slurp|headless|lighthouse|pingdom|uptime|monitor|facebookexternalhit|^(?:curl|wget|python-|go-http|java\/|okhttp)/i.test(
    header ?? '',
  );
