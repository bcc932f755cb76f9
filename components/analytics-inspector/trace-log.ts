import type {Told, Trace} from '../../src/lib/trace.js';
import type {EventRecord, Problem, PropertyValue} from '../../src/types.js';

/** Where an event is. `read`: the call has led to nothing that is sent. `elsewhere`: another tab has taken it out of the queue. */
export type Stage = 'read' | 'waiting' | 'sent' | 'retrying' | 'acknowledged' | 'dropped' | 'elsewhere' | 'problem';

/** How far one provider's copy of an event is. */
export interface Way {
  readonly stage: Stage;
  /** Why it was dropped or waits. */
  readonly why: string | undefined;
  /** How often it was sent. */
  readonly attempts: number;
}

/** One property as it is stored and sent. */
export interface LoggedProperty {
  readonly name: string;
  readonly value: PropertyValue;
  /** Whether the page said it or an enricher; undefined where that was not seen. */
  readonly added: boolean | undefined;
  /** The classes of what the guard masked in it. */
  readonly masked: readonly string[];
}

/** One row: an event, or a problem that was told. */
export interface LogEntry extends Way {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly kind: string;
  /** Unknown for what was dropped before the guard had seen it. */
  readonly name: string | undefined;
  /** By lane, one for each provider that the event has been on its way to; the entry's own is the last of their steps. */
  readonly ways: Readonly<Record<string, Way>>;
  readonly properties: readonly LoggedProperty[];
  /** Everything the guard masked, by path and class. */
  readonly masked: readonly {readonly path: string; readonly class: string}[];
  /** Whom and what it belongs to: the pseudonymous ids and the category. */
  readonly belongs: Readonly<Record<string, string | null>>;
}

export interface TraceLog {
  readonly hear: Trace;
  tell(problem: Problem): void;
  /** A call that was dropped at the door, as there is no consent; a name only if it can be nobody's. */
  refuse(method: string, name: string | undefined): void;
  /** The grant is over: what waited is erased. */
  withdraw(): void;
  /** Nothing waits any more, so what is still open was sent or dropped by another tab. */
  settle(): void;
  /** Oldest first; the same object until something about it changes. */
  entries(): readonly LogEntry[];
  clear(): void;
}

const mostEntries = 500;
/** How long (ms) an event may be open without waiting: its books are closed a moment after the queue's. */
const graceMs = 2000;
/** What the guard puts in place of what it masks. */
const placeholder = /\[(email|name|address|phone|ip|account|id|secret|position|forbidden)\]/g;
const over: readonly Stage[] = ['read', 'acknowledged', 'dropped', 'elsewhere', 'problem'];

const parse = (line: string): EventRecord | undefined => {
  try {
    return JSON.parse(line) as EventRecord;
  } catch {
    return undefined; // half a line of a damaged disk
  }
};

const classesIn = (value: PropertyValue): readonly string[] => [
  ...new Set([...(JSON.stringify(value) ?? '').matchAll(placeholder)].map(([, name]) => name!)),
];

/** Makes rows of what the pipeline tells. Keeps the newest 500, in memory only, and never an object of the pipeline's own. */
export const createTraceLog = (now: () => number, onChange: () => void): TraceLog => {
  const log = new Map<string, LogEntry>();
  let current = '';
  let count = 0;

  const put = (id: string, change: Partial<LogEntry>) => {
    const before = log.get(id) ?? {
      id,
      time: now(),
      kind: 'track',
      name: undefined,
      stage: 'read',
      why: undefined,
      attempts: 0,
      ways: {},
      properties: [],
      masked: [],
      belongs: {},
    };
    log.set(id, {...before, ...change});
    if (log.size > mostEntries) log.delete(log.keys().next().value!);
    onChange();
  };

  const describe = (record: EventRecord, own: readonly string[] | undefined): Partial<LogEntry> => ({
    kind: record.type,
    name: record.event,
    time: Date.parse(record.timestamp),
    properties: Object.entries(record.properties).map(([name, value]) => ({
      name,
      value,
      added: own && !own.includes(name),
      masked: classesIn(value),
    })),
    belongs: {
      uuid: record.uuid,
      category: record.category,
      distinct_id: record.distinct_id,
      anonymous_id: record.anonymous_id,
      user_id: record.user_id,
      session_id: record.session_id,
    },
  });

  /** What is known by its line alone was tracked before anyone listened, or in another tab. */
  const move = (lane: string, lines: readonly string[], change: (way: Way) => Partial<Way>) => {
    for (const record of lines.map(parse)) {
      if (!record) continue;
      const before = log.get(record.uuid);
      const way = before?.ways[lane] ?? {stage: 'waiting', why: undefined, attempts: 0};
      const next = {...way, why: undefined, ...change(way)};
      put(record.uuid, {...(!before && describe(record, undefined)), ...next, ways: {...before?.ways, [lane]: next}});
    }
  };

  const take = (told: Told) => {
    switch (told[0]) {
      case 'tracked':
        return put((current = `call ${++count}`), {kind: told[1]});
      case 'masked':
        return put(current, {masked: [...(log.get(current)?.masked ?? []), {path: told[1].path, class: told[1].class}]});
      case 'queued': {
        const record = parse(told[1]);
        if (!record) return;
        const {masked = []} = log.get(current) ?? {};
        log.delete(current);
        current = record.uuid;
        return put(current, {...describe(record, told[2]), masked, stage: 'waiting'});
      }
      case 'dropped':
        return put(current, {stage: 'dropped', why: told[1]});
      case 'sent':
        return move(told[1], told[2], ({attempts}) => ({stage: 'sent', attempts: attempts + 1}));
      case 'retried':
        return move(told[1], told[2], () => ({stage: 'retrying', why: told[3]}));
      case 'left':
        return move(told[1], told[2], () => (told[3] === 'delivered' ? {stage: 'acknowledged'} : {stage: 'dropped', why: told[3]}));
    }
  };

  const open = () => [...log.values()].filter(({stage}) => !over.includes(stage));

  return {
    hear: (...told) => take(told),
    tell: ({code, message}) => put(`problem ${++count}`, {kind: 'problem', name: code, stage: 'problem', why: message}),
    refuse: (kind, name) => put(`call ${++count}`, {kind, name, stage: 'dropped', why: 'no consent'}),
    withdraw: () => open().forEach(({id}) => put(id, {stage: 'dropped', why: 'withdrawn'})),
    settle: () =>
      open().forEach(({id, time}) => {
        if (now() - time > graceMs) put(id, {stage: 'elsewhere'});
      }),
    entries: () => [...log.values()],
    clear() {
      log.clear();
      onChange();
    },
  };
};
