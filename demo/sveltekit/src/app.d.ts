declare module 'askfirst' {
  /** What this shop tells: `track` takes nothing else. */
  interface AnalyticsEvents {
    /** In the page: somebody has put the kettle on. */
    tea_brewed: {tea: string; minutes: number};
    /** On the server: a brew has begun. */
    brew_started: {tea: string; brews_today: number};
  }
}

export {};
