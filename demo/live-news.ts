/** Why the list is as empty as it is. */
export type Reason = 'undecided' | 'refused' | 'granted' | 'offline' | 'console' | 'unknown';

/** What the demo's page tells the live list beside it: how to look, and what to say while nothing comes. Never an event. */
export interface LiveNews {
  readonly reason: Reason;
  readonly language: string;
  readonly direction: string;
  readonly theme: string | undefined;
}

/** What the live list tells the page that shows it. */
export interface LiveCount {
  /** How many events have come since the list was opened. */
  readonly stored: number;
  /** It has not heard from the page yet. */
  readonly asks: boolean;
}
