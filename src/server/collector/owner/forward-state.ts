import type {Database} from '../database.js';

/** How far one target has come. */
export interface ForwardState {
  /** The id of the last event that the target has answered for. */
  readonly cursor: number;
  /** Events that it took. */
  readonly forwarded: number;
  /** Events that it refused for good. */
  readonly refused: number;
}

export interface ForwardLog {
  read(): ForwardState;
  /** Remembers it durably. */
  write(state: ForwardState): void;
}

/** Keeps the state of one target in the database that is forwarded. */
export const createForwardLog = (database: Database, target: string, now: () => number): ForwardLog => {
  const find = database.prepare('SELECT cursor, forwarded, refused FROM forwarding WHERE target = ?');
  const save = database.prepare(`INSERT INTO forwarding VALUES (?, ?, ?, ?, ?) ON CONFLICT (target) DO UPDATE
    SET cursor = excluded.cursor, forwarded = excluded.forwarded, refused = excluded.refused, changed_at = excluded.changed_at`);
  return {
    read() {
      const [row] = find.all(target) as ForwardState[];
      return {cursor: Number(row?.cursor ?? 0), forwarded: Number(row?.forwarded ?? 0), refused: Number(row?.refused ?? 0)};
    },
    write: ({cursor, forwarded, refused}) => void save.run(target, cursor, forwarded, refused, now()),
  };
};
