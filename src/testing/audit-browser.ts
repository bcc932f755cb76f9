/** The part of Playwright that an audit uses: its `Page` and `BrowserContext` fit, of any of its engines. */
export interface AuditPage {
  on(event: 'request', listener: (request: {url(): string; resourceType(): string}) => void): unknown;
  exposeBinding(name: string, callback: (source: unknown, ...args: never[]) => unknown): Promise<unknown>;
  addInitScript(script: {content: string}): Promise<unknown>;
  goto(url: string): Promise<unknown>;
  url(): string;
  evaluate<T>(script: string): Promise<T>;
  waitForTimeout(ms: number): Promise<void>;
  locator(selector: string): {first(): {click(options?: {timeout?: number}): Promise<void>}};
  context(): {
    cookies(): Promise<readonly {readonly name: string; readonly domain: string}[]>;
    /** Only Chromium has it; there it tells which script began a request. */
    newCDPSession?(page: never): Promise<AuditSession>;
  };
}

export interface AuditSession {
  send(method: 'Network.enable'): Promise<unknown>;
  on(event: 'Network.requestWillBeSent', listener: (event: RequestStart) => void): unknown;
}

export interface RequestStart {
  /** Epoch seconds. */
  readonly wallTime: number;
  readonly request: {readonly url: string};
  readonly initiator: {
    readonly type: string;
    readonly url?: string;
    readonly lineNumber?: number;
    readonly stack?: CallStack;
  };
}

interface CallStack {
  readonly callFrames: readonly {readonly url: string; readonly lineNumber: number}[];
  readonly parent?: CallStack;
}

const firstFrame = (stack: CallStack | undefined): string | undefined => {
  const frame = stack?.callFrames.find(({url}) => url);
  return frame ? `${frame.url}:${frame.lineNumber + 1}` : stack?.parent && firstFrame(stack.parent);
};

/** `https://a.example/tag.js:12`, or the kind of thing that began it. */
export const initiatorOf = ({initiator}: RequestStart): string =>
  firstFrame(initiator.stack) ?? (initiator.url ? `${initiator.url}:${(initiator.lineNumber ?? 0) + 1}` : initiator.type);

/** Runs in the page, first of all scripts and in every frame: tells of each write to any storage, and where it came from. */
export const recordWrites = (tell: string): string =>
  // Some compilers mark functions with a helper of theirs, which pages do not have.
  `{const __name = value => value; (${install.toString()})(${JSON.stringify(tell)})}`;

const install = (tell: string): void => {
  const where = () => {
    // The first line is this file's own.
    const lines = (new Error().stack ?? '').split('\n').slice(1);
    return lines.map(line => /(?:https?|file):\/\/[^\s)]+/.exec(line)?.[0]).find(Boolean) ?? 'the page';
  };
  const report = (place: string, name: unknown) => {
    void (globalThis as unknown as Record<string, (...args: unknown[]) => unknown>)[tell]?.(place, String(name), where(), Date.now());
  };
  const wrap = (owner: object | undefined, method: string, place: (self: unknown) => string) => {
    const original = owner && ((owner as Record<string, unknown>)[method] as ((...args: unknown[]) => unknown) | undefined);
    if (!original) return;
    (owner as Record<string, unknown>)[method] = function (this: unknown, ...args: unknown[]) {
      report(place(this), args[0]);
      return original.apply(this, args);
    };
  };
  wrap(globalThis.Storage?.prototype, 'setItem', self => {
    try {
      return self === sessionStorage ? 'sessionStorage' : 'localStorage';
    } catch {
      return 'localStorage'; // denied in this frame, and then the write fails as well
    }
  });
  wrap(globalThis.IDBFactory?.prototype, 'open', () => 'indexedDB');
  wrap(globalThis.CacheStorage?.prototype, 'open', () => 'cacheStorage');
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  if (cookie)
    Object.defineProperty(Document.prototype, 'cookie', {
      ...cookie,
      set(this: Document, text: string) {
        // Taking a cookie away is what a page should do.
        const [, expires] = /;\s*expires=([^;]*)/i.exec(text) ?? [];
        const removed = /;\s*max-age=\s*(0|-)/i.test(text) || Date.parse(expires ?? '') <= Date.now();
        if (!removed) report('cookies', String(text).split('=')[0]);
        cookie.set?.call(this, text);
      },
    });
};
