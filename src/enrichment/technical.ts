import type {Properties} from '../types.js';

/** The part of the navigator that is read: the user agent string, never the high-entropy client hints. */
export interface TechnicalSource {
  readonly userAgent: string;
  readonly standalone?: boolean;
}

// The first match wins, so impostors come before the browsers they pretend to be.
const browsers: readonly (readonly [name: string, version: RegExp])[] = [
  ['Edge', /Edg(?:e|A|iOS)?\/(\d+)/],
  ['Opera', /(?:OPR|OPX)\/(\d+)/],
  ['Samsung Internet', /SamsungBrowser\/(\d+)/],
  ['Firefox', /(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /(?:Chrome|CriOS|HeadlessChrome)\/(\d+)/],
  ['Safari', /Version\/(\d+).*Safari/],
];

const systems: readonly (readonly [name: string, version: RegExp])[] = [
  ['Windows', /Windows NT (\d+)/],
  ['iOS', /(?:iPhone|iPad|iPod).*? OS (\d+)/],
  ['Android', /Android (\d+)/],
  ['macOS', /Mac OS X (\d+)/],
  ['Chrome OS', /CrOS \S+ (\d+)/],
  ['Linux', /Linux()/],
];

const find = (list: typeof browsers, userAgent: string): readonly [name: string, version: string] => {
  for (const [name, version] of list) {
    const match = version.exec(userAgent);
    if (match) return [name, match[1] ?? ''];
  }
  return ['Other', ''];
};

/** Family and major version of browser and system, and whether the page runs as an installed app. Nothing finer. */
export const technicalProperties = ({userAgent, standalone}: TechnicalSource, installed: boolean): Properties => {
  const [browser, browserVersion] = find(browsers, userAgent);
  const [os, osVersion] = find(systems, userAgent);
  return {
    browser,
    ...(browserVersion && {browser_version: browserVersion}),
    os,
    ...(osVersion && {os_version: osVersion}),
    is_pwa: installed || standalone === true,
  };
};
