import {TokenNeeded, type LiveApi} from './live-api.js';
import type {ConsentStatistics, CountRow, LiveEvent, LiveFlags, LiveRejection, Overview, RejectedDay} from './live-types.js';

export interface LiveState {
  readonly connection: 'connecting' | 'live' | 'paused' | 'lost' | 'locked';
  /** Whether the token that was given is not the right one. */
  readonly wrongToken: boolean;
  readonly rangeDays: number;
  /** Events of this name only; empty: all. */
  readonly event: string;
  readonly overview: Overview | undefined;
  /** Why there are no counts. */
  readonly problem: string;
  /** Newest first. */
  readonly rejections: readonly LiveRejection[];
}

export interface LiveModel {
  readonly state: LiveState;
  start(): void;
  stop(): void;
  pause(paused: boolean): void;
  choose(change: {readonly rangeDays?: number; readonly event?: string}): void;
  unlock(token: string): void;
}

export interface LiveModelParts {
  readonly api: LiveApi;
  onState(state: LiveState): void;
  /** Events in ascending order of their ids, each told once; after `restart` in the place of all before. */
  onEvents(events: readonly LiveEvent[], restart: boolean): void;
}

const firstEvents = 50;
const mostRejections = 100;
const refreshMs = 2_000;
const retryMs = 1_500;
const dayMs = 86_400_000;

/** What the page knows, fed by the collector's stream; counts are asked for again when something has come in, at most every few seconds. */
export const createLiveModel = ({api, onState, onEvents}: LiveModelParts): LiveModel => {
  let state: LiveState = {
    connection: 'connecting',
    wrongToken: false,
    rangeDays: 30,
    event: '',
    overview: undefined,
    problem: '',
    rejections: [],
  };
  let last: number | undefined;
  let stream: AbortController | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let refresh: ReturnType<typeof setTimeout> | undefined;
  let triedToken = false;
  let asked = 0;

  const set = (change: Partial<LiveState>) => {
    state = {...state, ...change};
    onState(state);
  };
  const lock = () => {
    stream?.abort();
    set({connection: 'locked', wrongToken: triedToken});
  };

  const load = async () => {
    clearTimeout(refresh);
    refresh = undefined;
    const turn = ++asked;
    const {rangeDays, event} = state;
    const from = new Date(Date.now() - (rangeDays - 1) * dayMs).toISOString().slice(0, 10);
    type Rows = {readonly from: string; readonly to: string; readonly rows: readonly CountRow[]};
    try {
      const [days, names, masked, visitors, rejected, consent, flags] = await Promise.all([
        api.get<Rows>('/api/counts', {by: 'day', from, event}),
        api.get<Rows>('/api/counts', {by: 'event', from, limit: '50'}),
        api.get<Rows>('/api/masked', {from, event}),
        api.get<{readonly visitors: number}>('/api/visitors', {from, event}),
        api.get<{readonly days: readonly RejectedDay[]; readonly recent: readonly LiveRejection[]}>('/api/rejected', {from}),
        api.get<ConsentStatistics>('/api/consent', {from}),
        api.get<LiveFlags>('/api/flags'),
      ]);
      if (turn !== asked) return;
      set({
        problem: '',
        rejections: rejected.recent.slice(0, mostRejections),
        overview: {
          ...{from: days.from, to: days.to, days: days.rows, names: names.rows, masked: masked.rows},
          ...{rejected: rejected.days, visitors: visitors.visitors, consent, flags},
        },
      });
    } catch (error) {
      if (turn !== asked) return;
      if (error instanceof TokenNeeded) lock();
      else set({problem: error instanceof TypeError ? 'The collector cannot be reached.' : (error as Error).message});
    }
  };
  const loadSoon = () => (refresh ??= setTimeout(() => void load(), refreshMs));

  const receive = (name: string, data: unknown) => {
    if (name === 'stored') {
      const event = data as LiveEvent;
      if (last !== undefined && event.id <= last) return;
      last = event.id;
      if (state.event === '' || event.event === state.event) onEvents([event], false);
    } else if (name === 'rejected') set({rejections: [data as LiveRejection, ...state.rejections].slice(0, mostRejections)});
    loadSoon();
  };

  const connect = async () => {
    clearTimeout(retry);
    const own = (stream = new AbortController());
    try {
      if (last === undefined) {
        const {event} = state;
        const wanted = {order: 'newest', limit: String(firstEvents), event};
        const {events} = await api.get<{readonly events: readonly LiveEvent[]}>('/api/events', wanted);
        if (own.signal.aborted) return;
        last = events[0]?.id ?? 0;
        onEvents([...events].reverse(), true);
      }
      set({connection: 'live', wrongToken: false});
      void load();
      await api.watch('/api/live', last, receive, own.signal);
    } catch (error) {
      if (own.signal.aborted) return;
      if (error instanceof TokenNeeded) return lock();
    }
    if (own.signal.aborted) return;
    set({connection: 'lost'});
    retry = setTimeout(() => void connect(), retryMs);
  };
  const stop = () => {
    stream?.abort();
    clearTimeout(retry);
    clearTimeout(refresh);
    refresh = undefined;
  };
  const start = () => {
    set({connection: 'connecting'});
    void connect();
  };

  return {
    get state() {
      return state;
    },
    start,
    stop,
    pause(paused) {
      stop();
      if (paused) set({connection: 'paused'});
      else start();
    },
    choose(change) {
      set(change);
      if (change.event === undefined) return void load();
      stop();
      last = undefined;
      start();
    },
    unlock(token) {
      triedToken = true;
      api.setToken(token);
      start();
    },
  };
};
