export type Engine = 'chromium' | 'firefox' | 'webkit';

/** One tab of a browser under test. */
export interface Tab {
  /** The value of an expression in the page; promises are awaited. */
  run<T>(expression: string): Promise<T>;
  goto(url: string): Promise<void>;
  /** Closes it as a visitor does. */
  close(): Promise<void>;
  /** Its process dies. Undefined where the driver cannot do it. */
  readonly crash: (() => Promise<void>) | undefined;
  /** Takes it off the network. Undefined where the driver cannot do it. */
  readonly setOffline: ((offline: boolean) => Promise<void>) | undefined;
}

/** A browser on a profile of its own. */
export interface Browser {
  newTab(): Promise<Tab>;
  /** SIGKILL for the browser's own process. Undefined where the driver cannot do it, or nothing would be left on disk. */
  readonly kill: (() => Promise<void>) | undefined;
  /** SIGKILL for the process of the page that hangs. */
  readonly killWedged: (() => Promise<void>) | undefined;
  close(): Promise<void>;
}

/** Starts a browser on a profile folder, which may be one that a browser has left. */
export type Launch = (profile: string) => Promise<Browser>;
